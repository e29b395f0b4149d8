// The process: environment → configuration → app → links on the screen → signals → disposal. Imports nothing that needs
// Node 24 before the version is checked: better-sqlite3 crashes without a word on Node 20. Rules: OPS-34, OPS-36.
import { greet } from './greeting.ts';

const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  console.error(
    `This is Node ${process.versions.node}, but the server needs 22 or newer: start it with "npm start".`,
  );
  process.exit(1);
}

const { ConfigError, readConfig } = await import('./config.ts');
const { openLog } = await import('./log.ts');

const configured = () => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
};

const config = configured();
const log = openLog(config.logLevel);
const { startApp } = await import('./app.ts');

const inWords = (error: unknown): string => {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port ?? config.port} is taken. Is Vetrina running already? Another port: PORT=8081 npm start`;
  const media = /port:(\d+)\].*address already in use/.exec(message);
  if (media)
    return `Media port ${media[1]} is taken. Is Vetrina running already? Other ports: VETRINA_MEDIA_PORT=45000 npm start`;
  if (code === 'EACCES')
    return `Port ${port ?? config.port} needs more rights. Take one above 1023: PORT=8080 npm start`;
  return `Vetrina could not start. ${message}`;
};

const started = async () => {
  try {
    return await startApp({ config, log });
  } catch (error) {
    log.debug({ err: error }, 'start failed');
    console.error(inWords(error));
    process.exit(1);
  }
};

const app = await started();

let stopping = false;
const stop = (signal: NodeJS.Signals) => {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping');
  // Whatever hangs, the process goes: the database is durable at every commit.
  setTimeout(() => process.exit(1), 8000).unref();
  void app.close().then(() => process.exit(0));
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

log.info({ port: app.port, workers: config.workers }, 'serving');
await greet(app, config.demo);
