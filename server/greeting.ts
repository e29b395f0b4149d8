// What the terminal shows once the server is up: where to look, where to go live, and a code for the phone.
import type { App } from './app.ts';

export const greet = async (app: App, demo: boolean): Promise<void> => {
  const { toString } = await import('qrcode');
  const rooms = app.db.read((sql) => sql.all<{ slug: string }>('SELECT slug FROM rooms ORDER BY created_at'));
  const slug = rooms[0]?.slug;
  const ownerLink = await app.firstOwnerLink();
  const lines = ['', '  Vetrina is open.', ''];
  if (slug) lines.push(`  Room    ${app.publicUrl}/r/${slug}`, `  Studio  ${app.publicUrl}/studio/${slug}`);
  else lines.push(`  There is no room yet: the owner makes one at ${app.publicUrl}/shop`);
  if (ownerLink)
    lines.push('', '  First sign-in, for the owner (works once, within a week):', `  ${ownerLink}`);
  if (slug) lines.push('', await toString(`${app.publicUrl}/r/${slug}`, { type: 'terminal', small: true }));
  if (demo && slug === 'demo')
    lines.push('  This is the demo shop. VETRINA_DEMO=0 starts an empty one in a new data folder.', '');
  console.log(lines.join('\n'));
};
