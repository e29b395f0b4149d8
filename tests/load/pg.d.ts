// The part of pg (node-postgres) that the bench uses: the package comes without types.
declare module 'pg' {
  type Query = { name: string; text: string; values: unknown[] };
  type Result = { rows: Record<string, unknown>[] };
  export class Client {
    constructor(options: { host: string; port: number; user: string; database: string });
    connect(): Promise<void>;
    query(query: string | Query, values?: unknown[]): Promise<Result>;
    end(): Promise<void>;
    on(event: 'error', listener: (error: Error) => void): void;
  }
}
