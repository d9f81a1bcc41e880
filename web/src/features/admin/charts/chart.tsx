import { lazy, Suspense } from 'react';
import { Bone } from '@/ui/skeleton';
import type { BarChartProps } from './bar-chart';

// The library that draws the axes comes after the figures.
const Drawn = lazy(async () => ({ default: (await import('./bar-chart')).BarChart }));

export function Chart(props: BarChartProps) {
  return <Suspense fallback={<Bone className="h-61" />}><Drawn {...props} /></Suspense>;
}
