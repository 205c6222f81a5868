// graphql-ws and graphql-sse against a running server:
//   node clients.mjs http://127.0.0.1:8080 'subscription { .. }' [bearer token] [token of another company] [id of one's own company]
// With another company, that one asks for an introduction until somebody has heard of it, and is declined each time.
// The subscription must give at least one result; one that does not end by itself is ended by the client.
import { createClient as createSocketClient, CloseCode } from 'graphql-ws';
import { createClient as createEventClient } from 'graphql-sse';
import WebSocket from 'ws';

const [base, query, token, otherToken, ownCompany] = process.argv.slice(2);
if (!base || !query) {
  console.error('usage: node clients.mjs <base URL> <subscription> [bearer token]');
  process.exit(2);
}
const events = new URL('/graphql', base).href;
const socket = new URL('/graphql/ws', base).href.replace(/^http/, 'ws');
const authorization = token ? { Authorization: `Bearer ${token}` } : {};
const patience = 10_000;

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

async function post(bearer, query, input) {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` };
  const body = JSON.stringify({ query, variables: { input } });
  const answer = await fetch(events, { method: 'POST', headers, body });
  return answer.json();
}

// Something to hear of: a request that is declined at once, so that the next can follow.
async function knock() {
  const asked = await post(otherToken, 'mutation($input: RequestIntroductionInput!) { requestIntroduction(input: $input) { introduction { id } } }', {
    companyId: ownCompany,
    message: 'We knock so that somebody hears it.',
  });
  const introductionId = asked.data?.requestIntroduction?.introduction?.id;
  if (!introductionId) return;
  await post(token, 'mutation($input: DeclineIntroductionInput!) { declineIntroduction(input: $input) { userErrors { code } } }', { introductionId });
}

// Reads one result, or nothing if the operation ends first.
async function first(client, payload) {
  const results = client.iterate(payload);
  const knocking = otherToken && payload.query === query ? setInterval(() => knock().catch(() => {}), 300) : undefined;
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no result in time')), patience).unref());
  try {
    const { value, done } = await Promise.race([results.next(), late]);
    return done ? undefined : value;
  } finally {
    clearInterval(knocking);
    await results.return?.();
  }
}

function socketClient(options = {}) {
  return createSocketClient({
    url: socket,
    webSocketImpl: WebSocket,
    connectionParams: authorization,
    retryAttempts: 0,
    lazy: true,
    onNonLazyError: () => {},
    ...options,
  });
}

async function refusal(client, payload) {
  try {
    await first(client, payload);
  } catch (error) {
    return error;
  }
  throw new Error('was not refused');
}

const checks = {
  async 'graphql-ws: a subscription gives a result'() {
    const client = socketClient();
    const result = await first(client, { query });
    await client.dispose();
    expect(result?.data && !result.errors, `got ${JSON.stringify(result)}`);
  },
  async 'graphql-ws: two subscriptions share a socket'() {
    const client = socketClient({ lazy: false });
    const results = await Promise.all([first(client, { query }), first(client, { query })]);
    await client.dispose();
    expect(results.every((result) => result?.data), `got ${JSON.stringify(results)}`);
  },
  async 'graphql-ws: a query is refused, the socket stays'() {
    const client = socketClient({ lazy: false });
    const error = await refusal(client, { query: '{ __typename }' });
    expect(Array.isArray(error) && error[0].extensions.code === 'OPERATION_RESOLUTION_FAILURE', `got ${JSON.stringify(error)}`);
    const result = await first(client, { query });
    await client.dispose();
    expect(result?.data, `got ${JSON.stringify(result)}`);
  },
  async 'graphql-ws: a document that is not valid is refused'() {
    const client = socketClient();
    const error = await refusal(client, { query: 'subscription { thereIsNoSuchField }' });
    await client.dispose();
    expect(Array.isArray(error) && error[0].extensions.code === 'GRAPHQL_VALIDATION_FAILED', `got ${JSON.stringify(error)}`);
  },
  async 'graphql-ws: a bad token closes the socket'() {
    const client = socketClient({ connectionParams: { Authorization: 'Bearer nonsense' } });
    const error = await refusal(client, { query });
    await client.dispose();
    expect(error.code === CloseCode.Unauthorized, `closed with ${error.code}`);
  },
  async 'graphql-ws: another protocol is not spoken'() {
    const opened = new WebSocket(socket, 'graphql-ws');
    const answer = await new Promise((resolve) => {
      opened.on('unexpected-response', (_, response) => resolve(response.statusCode));
      opened.on('open', () => resolve('opened'));
      opened.on('error', () => {});
    });
    opened.terminate();
    expect(answer === 400, `got ${answer}`);
  },
  async 'graphql-ws: a foreign origin is turned away'() {
    const opened = new WebSocket(socket, 'graphql-transport-ws', { origin: 'https://evil.example' });
    const answer = await new Promise((resolve) => {
      opened.on('unexpected-response', (_, response) => resolve(response.statusCode));
      opened.on('open', () => resolve('opened'));
      opened.on('error', () => {});
    });
    opened.terminate();
    expect(answer === 403, `got ${answer}`);
  },
  async 'graphql-sse: a subscription gives a result'() {
    const client = createEventClient({ url: events, headers: authorization, retryAttempts: 0 });
    const result = await first(client, { query });
    client.dispose();
    expect(result?.data && !result.errors, `got ${JSON.stringify(result)}`);
  },
  async 'graphql-sse: a query is a stream of one'() {
    const client = createEventClient({ url: events, headers: authorization, retryAttempts: 0 });
    const seen = [];
    await new Promise((resolve, reject) => {
      client.subscribe({ query: '{ __typename }' }, { next: (value) => seen.push(value), error: reject, complete: resolve });
    });
    client.dispose();
    expect(seen.length === 1 && seen[0].data.__typename, `got ${JSON.stringify(seen)}`);
  },
  async 'graphql-sse: a refusal comes as a result'() {
    const client = createEventClient({ url: events, headers: authorization, retryAttempts: 0 });
    const result = await first(client, { query: '{ thereIsNoSuchField }' });
    client.dispose();
    expect(result?.errors?.[0].extensions.code === 'GRAPHQL_VALIDATION_FAILED' && !('data' in result), `got ${JSON.stringify(result)}`);
  },
};

let failures = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok     ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`failed ${name}: ${error?.message ?? JSON.stringify(error)}`);
  }
}
process.exit(failures === 0 ? 0 : 1);
