// A certificate of our own for loopback, which began and ends so many days from now; it is its own authority.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });

/** As `openssl ca` reads it: YYYYMMDDHHMMSSZ. */
const inDays = (days: number) =>
  new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().replace(/\.\d+|[-:T]/g, '');

// `openssl req -x509` sets no beginning before its version 3.4.
const authority = (folder: string) => `
[ca]
default_ca = own
[own]
database = ${folder}/index
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
subjectAltName = IP:127.0.0.1
basicConstraints = CA:TRUE
`;

export const certificate = (folder: string, { began = 0, days = 60 } = {}) => {
  const at = (name: string) => join(folder, name);
  const [cert, key, request, config] = [at('cert.pem'), at('key.pem'), at('request.pem'), at('ca.conf')];
  writeFileSync(config, authority(folder));
  writeFileSync(at('index'), '');
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-new', ...ec, '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', request);
  const life = ['-startdate', inDays(began), '-enddate', inDays(days)];
  openssl(
    ...['ca', '-batch', '-notext', '-selfsign', '-config', config, '-keyfile', key],
    ...[...life, '-in', request, '-out', cert],
  );
  return { cert, key };
};
