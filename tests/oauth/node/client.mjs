// A program that is told the issuer, its own id and secret, and nothing else. It speaks to whoever runs it in lines
// of JSON: what a person has to do goes out, what came of it comes in.
import readline from "node:readline";
import * as openid from "openid-client";

const [issuer, clientId, secret, publicId, callback] = process.argv.slice(2);
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const tell = (step, told) => process.stdout.write(`${JSON.stringify({ step, ...told })}\n`);
const hear = async () => (await lines.next()).value;
const must = (held, what) => {
  if (!held) throw new Error(what);
};

// The test's server has no certificate; the signature of every id token is checked against the published keys.
const options = { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] };
const discover = (id, authentication) => openid.discovery(new URL(issuer), id, undefined, authentication, options);

const code = async (authentication, scope) => {
  const server = await discover(clientId, authentication);
  const verifier = openid.randomPKCECodeVerifier();
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  const url = openid.buildAuthorizationUrl(server, {
    redirect_uri: callback,
    scope,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  tell("authorize", { url: url.href });
  const tokens = await openid.authorizationCodeGrant(server, new URL(await hear()), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  return [server, tokens];
};

const walk = async (authentication) => {
  const [server, tokens] = await code(authentication, "openid profile email");
  const { sub } = tokens.claims();
  const person = await openid.fetchUserInfo(server, tokens.access_token, sub);
  must((await openid.tokenIntrospection(server, tokens.access_token)).active, "the token is not active");
  const next = await openid.refreshTokenGrant(server, tokens.refresh_token);
  must(next.refresh_token !== tokens.refresh_token, "the refresh token did not change");
  await openid.fetchUserInfo(server, next.access_token, sub);
  await openid.tokenRevocation(server, next.refresh_token);
  must(!(await openid.tokenIntrospection(server, next.refresh_token)).active, "the token is active still");
  tell("walked", { person });
};

const device = async () => {
  const server = await discover(publicId, openid.None());
  const begun = await openid.initiateDeviceAuthorization(server, { scope: "openid" });
  tell("device", { user_code: begun.user_code, verification_uri: begun.verification_uri });
  await hear();
  const tokens = await openid.pollDeviceAuthorizationGrant(server, begun);
  const person = await openid.fetchUserInfo(server, tokens.access_token, tokens.claims().sub);
  tell("connected", { person });
};

await walk(openid.ClientSecretBasic(secret));
await walk(openid.ClientSecretPost(secret));
await device();
process.exit(0);
