// `npm run dev`: the server, restarted on every change, beside Vite's dev server with hot reload. Ends both together.
import { spawn } from 'node:child_process';

const run = (args: string[]) => spawn(process.execPath, args, { stdio: 'inherit' });

const children = [run(['--watch', 'server/main.ts']), run(['node_modules/vite/bin/vite.js'])];

const stop = () => children.forEach((child) => child.kill());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('exit', stop);
