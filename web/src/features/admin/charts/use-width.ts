import { useEffect, useRef, useState } from 'react';

/** How wide an element is now; a usual width before anybody knows. */
export function useWidth<Of extends HTMLElement>(usual = 520) {
  const element = useRef<Of>(null);
  const [width, setWidth] = useState(usual);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}
