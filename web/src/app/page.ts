import type { ComponentType } from 'react';
import { loadArea, type Area } from '@/i18n';

/** A page whose code and texts are fetched when somebody goes there. */
export const page = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name, ...areas: Area[]) =>
  async () => {
    const [code] = await Promise.all([load(), ...areas.map(loadArea)]);
    return { Component: code[name] };
  };
