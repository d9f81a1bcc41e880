// Prints as many free ports as asked for, all different.
import { createServer } from 'node:net';

const listening = Array.from({ length: Number(process.argv[2]) }, () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  }),
);
const servers = await Promise.all(listening);
console.log(servers.map((server) => server.address().port).join(' '));
for (const server of servers) server.close();
