// Opens a file with the modules that Netron's wheel carries, without its window; prints milliseconds and what it found.
// node netron_reader.mjs FOLDER_OF_NETRON FILE
import * as fs from 'fs';
import * as path from 'path';
import * as url from 'url';

const [, , folder, file] = process.argv;
const load = (name) => import(url.pathToFileURL(path.join(folder, name.endsWith('.js') ? name : `${name}.js`)).href);

globalThis.window = globalThis;
const view = await load('view.js');
const base = await load('base.js');

const host = {
    require: (id) => load(id.replace('./', '')),
    environment: () => null,
    exception: (error) => { throw error; },
    event: () => {},
    request: async (name, encoding) => fs.readFileSync(path.join(folder, name), encoding === undefined ? 'utf-8' : encoding)
};
host._host = host;

const context = (bytes) => ({
    identifier: path.basename(file),
    stream: new base.BinaryStream(bytes),
    entries: new Map(),
    request: host.request,
    asset: (name) => host.request(name, 'utf-8'),
    fetch: async (name) => new base.BinaryStream(fs.readFileSync(path.join(path.dirname(file), name))),
    require: host.require,
    error: (error) => { throw error; }
});

const began = process.hrtime.bigint();
const factory = new view.ModelFactoryService(host);
const model = await factory.open(context(new Uint8Array(fs.readFileSync(file))));
const tensors = model.modules.reduce((sum, graph) => sum + graph.nodes.reduce((inner, node) => inner + (node.inputs || []).reduce((n, argument) => n + (Array.isArray(argument.value) ? argument.value.filter((value) => value && value.initializer).length : 0), 0), 0), 0);
const wall = Number(process.hrtime.bigint() - began) / 1e6;
console.log(JSON.stringify({ wall_ms: wall, format: model.format, tensors, peak_mb: process.resourceUsage().maxRSS / 1024 }));
