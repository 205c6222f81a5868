// The audit suite of graphql-http against a running server: node audit.mjs http://127.0.0.1:8080
// Prints one line per audit and fails unless every one is ok; a warning is a failure.
import { serverAudits } from 'graphql-http';

const base = process.argv[2];
if (!base) {
  console.error('usage: node audit.mjs <base URL>');
  process.exit(2);
}

const audits = serverAudits({ url: new URL('/graphql', base).href });
let failures = 0;
for (const { id, name, fn } of audits) {
  const result = await fn();
  if (result.status !== 'ok') failures += 1;
  console.log(`${result.status.padEnd(6)} ${id} ${name}${result.status === 'ok' ? '' : `: ${result.reason}`}`);
  // An answer that nobody reads would keep its connection open.
  if (result.response && !result.response.bodyUsed) await result.response.body?.cancel();
}
console.log(`${audits.length - failures} of ${audits.length} audits ok`);
process.exit(failures === 0 && audits.length >= 61 ? 0 : 1);
