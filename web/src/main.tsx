import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/app';
import { createRoutes, discoverRoutes } from '@/app/routes';
import { startLanguage } from '@/i18n';
import { createBrowserRouter } from 'react-router';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const draw = () => createRoot(root).render(
  <StrictMode>
    <App router={createBrowserRouter(createRoutes(), { patchRoutesOnNavigation: discoverRoutes })} />
  </StrictMode>,
);

// Not awaited at the top: the bundler would then cut this file's imports into many small ones.
void startLanguage('events').then(draw);
