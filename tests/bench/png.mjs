// The driver of tests/bench/png: png.mjs BUILD MODULES SVG ROUNDS CORE
// All programs stay up; they draw in turns, a few pictures each, so that what else the machine does falls on all.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const [build, modules, svg, rounds, core] = process.argv.slice(2);
const peers = join(dirname(fileURLToPath(import.meta.url)), 'png-peers.mjs');
const EACH = 5, WARM = 5; // pictures
const programs = [
	['ours, PNG', [join(build, 'tests/bench/png-ours'), 'png']],
	['ours, WebP', [join(build, 'tests/bench/png-ours'), 'webp']],
	['ours, JPEG', [join(build, 'tests/bench/png-ours'), 'jpeg']],
	['ours, SVG', [join(build, 'tests/bench/png-ours'), 'svg']],
	['cairo + Pango + libpng', [join(build, 'tests/bench/png-plain')]],
	...['resvg', 'sharp', 'satori'].map((name) => [name === 'satori' ? 'satori + resvg' : `SVG by ${name}`,
		[process.execPath, peers, name, modules, svg]]),
].map(([name, command]) => {
	const child = spawn('taskset', ['-c', core, ...command], { stdio: ['pipe', 'pipe', 'inherit'] });
	return { name, child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), times: [], bytes: 0 };
});

async function turn(program, n) {
	program.child.stdin.write(`${n}\n`);
	const { value, done } = await program.lines.next();
	if (done)
		throw new Error(`${program.name} ended`);
	const numbers = value.split(' ').map(Number);
	program.bytes = numbers.pop();
	return numbers;
}

for (const program of programs)
	await turn(program, WARM);
for (let round = 0; round < Number(rounds); round++)
	for (const program of programs)
		program.times.push(...await turn(program, EACH));

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] / 1000;
for (const program of programs) {
	program.times.sort((a, b) => a - b);
	program.p50 = at(program.times, 0.5);
	program.child.stdin.end();
}
console.log('program                      p50 ms   p99 ms    bytes   ours is faster');
for (const { name, times, p50, bytes } of programs)
	console.log(`${name.padEnd(26)} ${p50.toFixed(2).padStart(8)} ${at(times, 0.99).toFixed(2).padStart(8)} ${String(bytes).padStart(8)}   ` +
		`${(p50 / programs[0].p50).toFixed(1)} times`);
const fastest = programs.filter(({ name }) => !name.startsWith('ours')).reduce((a, b) => (b.p50 < a.p50 ? b : a));
console.log(`PNG: ${(fastest.p50 / programs[0].p50).toFixed(2)} times as fast as the fastest peer, ${fastest.name}`);
