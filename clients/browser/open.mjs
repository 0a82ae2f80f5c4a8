// Opens a page of this folder in a browser, and prints the lines that it hears:
// node browser/open.mjs /usr/bin/chromium browser/chromium.html http://127.0.0.1:7070/subscribe/everyone
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, dirname, extname, join } from 'node:path';

const [program, page, address] = process.argv.slice(2);
const folder = dirname(page);
const types = { '.html': 'text/html', '.mjs': 'text/javascript' };

// The page is of another origin than the stream, which must allow that.
const server = createServer((request, response) => {
  if (request.method === 'POST') {
    let line = '';
    request.setEncoding('utf8').on('data', (more) => (line += more));
    request.on('end', () => {
      writeSync(1, line + '\n');
      response.end();
    });
    return;
  }
  const file = basename(request.url.split('?')[0]);
  const type = types[extname(file)];
  response.writeHead(type ? 200 : 404, { 'content-type': type ?? 'text/plain' });
  response.end(type ? readFileSync(join(folder, file)) : '');
});

function open(port) {
  const at = `http://127.0.0.1:${port}/${basename(page)}?${encodeURIComponent(address)}`;
  const profiles = join(folder, 'profiles');
  mkdirSync(profiles, { recursive: true });
  const profile = mkdtempSync(join(profiles, 'profile-'));
  const flags = {
    'chromium.html': ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
    'firefox.html': ['--headless', '--no-remote', '--profile', profile],
  }[basename(page)];
  spawn(program, [...flags, at], { stdio: ['ignore', 'ignore', 'inherit'] }).on('exit', () => process.exit(1));
}

server.listen(0, '127.0.0.1', () => open(server.address().port));
