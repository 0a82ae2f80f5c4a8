/**
 * Makes dist/ out of Parley's own modules: js/, those that the client needs, as they are; parley.min.js, the same as one file; and types/,
 * from what their comments say.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, '../../app/src/main/resources/web/assets/js');
const dist = join(here, 'dist');
const { version, parley } = JSON.parse(readFileSync(join(here, 'package.json')));

rmSync(dist, { recursive: true, force: true });
checkWire();
const { metafile } = await bundle();
copyModules([...Object.keys(metafile.inputs), 'client/types.js']);
['react.js', 'vue.js'].forEach((name) => copyFileSync(join(here, name), join(dist, 'js', name)));
declareTypes();

/** The package and its modules speak of one wire. */
function checkWire() {
  const [, wire] = /export const WIRE = (\d+);/.exec(readFileSync(join(modules, 'parley.js'), 'utf8'));
  if (Number(wire) !== parley.wire) throw new Error(`package.json says wire ${parley.wire}, parley.js ${wire}: make them the same.`);
}

function bundle() {
  return build({
    entryPoints: [join(modules, 'parley.js')],
    outfile: join(dist, 'parley.min.js'),
    absWorkingDir: modules,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    metafile: true,
    banner: { js: `/*! @parley/client ${version}, wire ${parley.wire}, MIT */` },
  });
}

function copyModules(paths) {
  for (const path of paths) {
    const to = join(dist, 'js', relative(modules, join(modules, path)));
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(modules, path), to);
  }
}

function declareTypes() {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const entries = ['parley', 'react', 'vue'].map((name) => join(dist, 'js', `${name}.js`));
  execFileSync(process.execPath, [existsSync(tsc) ? tsc : `${tsc}.js`, '--allowJs', '--declaration', '--emitDeclarationOnly', '--skipLibCheck',
    '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable', '--rootDir', join(dist, 'js'), '--outDir', join(dist, 'types'), ...entries], { stdio: 'inherit' });
  writeFileSync(join(dist, 'types', 'package.json'), '{ "type": "module" }\n');
}
