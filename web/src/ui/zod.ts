import { z } from 'zod';

// Zod would try to compile its checks with `new Function`, which the server's policy forbids.
z.config({ jitless: true });

export { z };
