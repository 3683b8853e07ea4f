#!/usr/bin/env bash
# Drives a running quickstart by HTTP and says of every step whether it did what it promises.
#
#   examples/quickstart/smoke.sh                                 starts its own, on free ports, with a folder that it removes
#   BASE_URL=http://localhost:8080 examples/quickstart/smoke.sh  takes the one that runs there
#
# Its own one runs with --redis; REDIS= (empty) starts it without.
# Needs bash, curl, and Maven with a JDK if it is to start one. GRACE is the grace of refresh tokens in seconds: 2 for its
# own, 10 otherwise. MVN is the Maven to use, with arguments if need be; PATIENCE the seconds that its start may take.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
chmod 711 "$work" # PostgreSQL may run as somebody else, who has to get to its data
passed=0
failed=0
app=

# ---------------------------------------------------------------- one request, one check

# request METHOD PATH [BODY] [curl arguments…]: sets STATUS, BODY and TYPE
request() {
  local method=$1 path=$2 body=${3-}
  shift $(($# < 3 ? $# : 3))
  local sent=()
  [ -n "$body" ] && sent=(-H 'Content-Type: application/json' -d "$body")
  local head
  head=$(curl -s --max-time 30 -X "$method" -o "$work/body" -w '%{http_code} %{content_type}' \
    ${sent[@]+"${sent[@]}"} "$@" "$BASE_URL$path")
  STATUS=${head%% *}
  TYPE=${head#* }
  BODY=$(cat "$work/body" 2>/dev/null)
  : >"$work/body"
}

# as TOKEN: the curl arguments of somebody who is logged in
as() { printf -- '-HAuthorization: Bearer %s' "$1"; }

# program KEY: the curl arguments of a program that has an API key
program() { printf -- '-HX-Api-Key: %s' "$1"; }

# text NAME: the first string of that name in BODY
text() { grep -o "\"$1\":\"[^\"]*\"" <<<"$BODY" | head -n 1 | cut -d '"' -f 4; }

# note TRUE-OR-FALSE LINE
note() {
  if [ "$1" = true ]; then
    passed=$((passed + 1))
    echo "ok   $2"
  else
    failed=$((failed + 1))
    echo "FAIL $2"
    echo "     got $STATUS $BODY" | cut -c 1-400
  fi
}

# expect STATUS CODE-OR-EMPTY LINE: what the last request must have been answered
expect() {
  local fine=true
  [ "$STATUS" = "$1" ] || fine=false
  [ -z "$2" ] || [ "$(text code)" = "$2" ] || fine=false
  [ -z "$2" ] || [[ $TYPE == application/problem+json* ]] || fine=false
  note "$fine" "$STATUS ${2:+$2 }$3"
}

# denied PERMISSION LINE: the last request must have been refused, naming the permission that is missing
denied() {
  local fine=true
  [ "$STATUS" = 403 ] && [ "$(text code)" = permission_denied ] || fine=false
  grep -q "\"missing\":\[\"$1\"\]" <<<"$BODY" || fine=false
  note "$fine" "$STATUS permission_denied, missing $1: $2"
}

# check LINE COMMAND…: the command must succeed
check() {
  local line=$1
  shift
  if "$@"; then note true "$STATUS $line"; else note false "$STATUS $line"; fi
}

differ() { [ -n "$1" ] && [ -n "$2" ] && [ "$1" != "$2" ]; }
same() { [ -n "$1" ] && [ "$1" = "$2" ]; }

# mails ADDRESS TEMPLATE: how many there are; waits a moment, because mails leave after the answer
mails() {
  request GET "/outbox.json?to=$1"
  grep -o "\"template\":\"$2\"" <<<"$BODY" | wc -l | tr -d ' '
}

# await_mail ADDRESS TEMPLATE COUNT: waits until so many are there; leaves the newest token and link in TOKEN and LINK
await_mail() {
  local tries=0
  while [ "$(mails "$1" "$2")" -lt "$3" ] && [ $tries -lt 50 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  request GET "/outbox.json?to=$1"
  TOKEN=$(text token)
  LINK=$(text link)
}

# await_end KEY SECONDS: asks with the key until it is refused, for so many seconds at most
await_end() {
  local began=$SECONDS
  request GET /journal "" "$(program "$1")"
  while [ "$STATUS" = 200 ] && [ $((SECONDS - began)) -lt "$2" ]; do
    sleep 0.1
    request GET /journal "" "$(program "$1")"
  done
}

# login PASSWORD: leaves ACCESS and REFRESH
login() {
  request POST /auth/login "{\"login\":\"$email\",\"password\":\"$1\",\"deviceName\":\"smoke test\"}"
  ACCESS=$(text accessToken)
  REFRESH=$(text refreshToken)
}

# ---------------------------------------------------------------- start and stop

free_port() {
  local port
  for _ in 1 2 3 4 5 6 7 8 9; do
    port=$((20000 + RANDOM % 20000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

start() {
  local port
  port=$(free_port)
  BASE_URL=http://localhost:$port
  GRACE=${GRACE:-2}
  # shellcheck disable=SC2086  # MVN may carry arguments
  (cd "$root" && exec ${MVN:-mvn} -q -Dmaven.test.skip compile exec:java -pl examples/quickstart -am \
    "-Dgatehouse.token.refresh-grace=${GRACE}s" "-Dgatehouse.throttle.policies.login.limit=100" \
    "-Dexec.args=--port $port --pg-port $(free_port) --data $work/data ${REDIS---redis}") >"$work/log" 2>&1 &
  app=$!
  local began=$SECONDS
  until curl -s --max-time 5 -o /dev/null "$BASE_URL/outbox.json"; do
    if ! kill -0 "$app" 2>/dev/null || [ $((SECONDS - began)) -gt "${PATIENCE:-300}" ]; then
      echo "The quickstart did not start:"
      tail -n 30 "$work/log"
      exit 1
    fi
    sleep 0.3
  done
}

stop() {
  local answer=$? postgres= redis=
  if [ -n "$app" ]; then
    redis=$(grep -o 'over Redis on port [0-9]*' "$work/log" 2>/dev/null | grep -o '[0-9]*$')
    postgres=$(find "$work/data" -name postmaster.pid -exec head -n 1 {} \; 2>/dev/null)
    kill "$app" 2>/dev/null
    wait "$app" 2>/dev/null
    app=
    if [ -n "$postgres" ]; then
      STATUS=--- BODY=
      for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$postgres" 2>/dev/null && sleep 0.2; done
      if kill -0 "$postgres" 2>/dev/null; then note false "the stopped quickstart left PostgreSQL $postgres"; else
        note true "--- stops, and leaves no PostgreSQL behind"; fi
    fi
    if [ -n "$redis" ]; then
      STATUS=--- BODY=$redis
      for _ in 1 2 3 4 5 6 7 8 9 10; do (exec 3<>"/dev/tcp/127.0.0.1/$redis") 2>/dev/null && sleep 0.2; done
      if (exec 3<>"/dev/tcp/127.0.0.1/$redis") 2>/dev/null; then note false "the stopped quickstart left Redis on port $redis"; else
        note true "--- stops, and leaves no Redis behind"; fi
    fi
  fi
  rm -rf "$work"
  [ "$failed" -eq 0 ] || answer=1
  echo "$passed passed, $failed failed"
  trap - EXIT
  exit "$answer"
}
trap stop EXIT
trap 'exit 130' INT TERM

if [ -z "${BASE_URL-}" ]; then
  start
elif ! curl -s --max-time 5 -o /dev/null "$BASE_URL/outbox.json"; then
  echo "Nothing answers at $BASE_URL"
  exit 1
fi
GRACE=${GRACE:-10}
email=ann-$$-$RANDOM@example.com
password='a heron at the mill pond'
second='frost inside the greenhouse'

# ---------------------------------------------------------------- the page

request GET /
check "the page is there" [ "$STATUS" = 200 ]
request GET /notes
expect 401 authentication_required "notes are refused without a login"

# ---------------------------------------------------------------- register, prove the address

request POST /auth/register "{\"email\":\"$email\",\"password\":\"short\"}"
expect 422 weak_password "register refuses a short password"
request POST /auth/register "{\"email\":\"$email\",\"password\":\"$password\",\"name\":\"Ann\"}"
expect 202 "" "register"
registered=$BODY
login "$password"
expect 401 invalid_credentials "login waits for the proof of the address"
await_mail "$email" verify_email 1
check "the mail has arrived" [ -n "$TOKEN" ]
verify=$TOKEN
page=${LINK#"$BASE_URL"}
request GET "${page%%#*}"
check "GET of the link shows a page" [ "$STATUS" = 200 ]
request HEAD "${page%%#*}" "" -I
check "HEAD of the link, as mail scanners send it" [ "$STATUS" = 200 ]
login "$password"
expect 401 invalid_credentials "neither has consumed it"
request POST /auth/verify-email "{\"token\":\"$verify\"}"
expect 200 "" "the page posts the token: verified"
request POST /auth/verify-email "{\"token\":\"$verify\"}"
expect 400 token_invalid "a token works once"
request POST /auth/register "{\"email\":\"$email\",\"password\":\"$password\"}"
check "registering again gets the same answer" same "$BODY" "$registered"

# ---------------------------------------------------------------- log in, call, refresh

login 'not the password at all'
expect 401 invalid_credentials "login refuses a wrong password"
wrong=$(sed 's/"requestId":"[^"]*"//' <<<"$BODY")
request POST /auth/login "{\"login\":\"nobody-$email\",\"password\":\"$password\"}"
check "an unknown account gets the same answer" same "$(sed 's/"requestId":"[^"]*"//' <<<"$BODY")" "$wrong"
login "$password"
expect 200 "" "login"
access=$ACCESS
refresh=$REFRESH
request POST /notes '{"text":"A heron at the mill pond."}' "$(as "$access")"
expect 201 "" "a protected call: keep a note"
request GET /notes "" "$(as "$access")"
check "a protected call: read it back" grep -q 'A heron at the mill pond' <<<"$BODY"
request GET /auth/me "" "$(as "$access")"
check "who am I" same "$(text email)" "$email"
request GET /auth/sessions "" "$(as "$access")"
check "my sessions" grep -q '"device":"smoke test"' <<<"$BODY"
request GET /auth/.well-known/jwks.json
check "the public keys" grep -q '"keys":\[{' <<<"$BODY"
request GET /notes "" "$(as "${access%????}AAAA")"
expect 401 access_token_invalid "a forged token is refused"

request POST /auth/refresh "{\"refreshToken\":\"$refresh\"}"
expect 200 "" "refresh"
rotated=$(text refreshToken)
renewed=$(text accessToken)
check "the refresh token was replaced" differ "$rotated" "$refresh"
request POST /auth/refresh "{\"refreshToken\":\"$refresh\"}"
check "the old one again, within the grace: the same answer" same "$(text refreshToken)" "$rotated"
request GET /notes "" "$(as "$renewed")"
expect 200 "" "the new access token works"
sleep $((GRACE + 1))
request POST /auth/refresh "{\"refreshToken\":\"$refresh\"}"
expect 401 refresh_token_reused "the old one again, after the grace: refused"
request POST /auth/refresh "{\"refreshToken\":\"$rotated\"}"
expect 401 session_ended "and the whole session is ended: refresh token"
request GET /notes "" "$(as "$renewed")"
expect 401 session_ended "and the whole session is ended: access token"

# ---------------------------------------------------------------- log out everywhere

login "$password"
one=$ACCESS one_refresh=$REFRESH
login "$password"
two=$ACCESS two_refresh=$REFRESH
request POST /auth/logout '{"scope":"all"}' "$(as "$one")"
expect 204 "" "two logins, then log out everywhere"
request GET /notes "" "$(as "$one")"
expect 401 session_ended "the first access token is refused"
request GET /notes "" "$(as "$two")"
expect 401 session_ended "the second access token is refused"
request POST /auth/refresh "{\"refreshToken\":\"$one_refresh\"}"
expect 401 session_ended "the first refresh token is refused"
request POST /auth/refresh "{\"refreshToken\":\"$two_refresh\"}"
expect 401 session_ended "the second refresh token is refused"

# ---------------------------------------------------------------- cookies

jar=$work/jar
request POST /auth/login "{\"login\":\"$email\",\"password\":\"$password\",\"delivery\":\"cookie\"}" \
  -c "$jar" -H "Origin: $BASE_URL"
check "login with cookies puts no token into the body" bash -c '[ "$1" = 200 ] && [ -z "$2" ]' _ "$STATUS" "$(text accessToken)"
request GET /notes "" -b "$jar"
expect 200 "" "the cookie is enough to read"
request POST /notes '{"text":"sent by another site"}' -b "$jar" -H 'Origin: https://evil.example'
expect 403 cross_site_request_blocked "another site cannot write with it"
request POST /auth/logout '{}' -b "$jar" -c "$jar" -H "Origin: $BASE_URL"
expect 204 "" "log out"

# ---------------------------------------------------------------- forgot and reset

login "$password"
before_reset=$ACCESS
request POST /auth/password/forgot "{\"email\":\"$email\"}"
expect 202 "" "forgot the password"
asked=$BODY
await_mail "$email" reset_password 1
reset=$TOKEN
request POST /auth/password/forgot "{\"email\":\"$email\"}"
check "forgot again, within the cooldown: the same answer" same "$BODY" "$asked"
request POST /auth/password/forgot "{\"email\":\"nobody-$email\"}"
check "forgot for an unknown address: the same answer" same "$BODY" "$asked"
sleep 1
sent=$(mails "$email" reset_password)
check "and one mail was sent, not two" [ "$sent" = 1 ]
request POST /auth/password/reset "{\"token\":\"$reset\",\"password\":\"12345678901234567890\"}"
expect 422 weak_password "reset refuses a password from the list of common ones"
request POST /auth/password/reset "{\"token\":\"$reset\",\"password\":\"$second\"}"
expect 204 "" "reset; the refusal before has not used up the token"
request POST /auth/password/reset "{\"token\":\"$reset\",\"password\":\"$password\"}"
expect 400 token_invalid "a reset token works once"
request GET /notes "" "$(as "$before_reset")"
expect 401 session_ended "the reset has ended every session"
login "$password"
expect 401 invalid_credentials "the old password is refused"
login "$second"
expect 200 "" "the new password works"

# ---------------------------------------------------------------- a second factor

# app KEY STEPS: the code that an authenticator app shows so many steps of 30 seconds from now
app() {
  local at=$(($(date +%s) + 30 * $2))
  if command -v oathtool >/dev/null; then
    oathtool --totp --base32 --now="@$at" - <<<"$1"
  elif command -v python3 >/dev/null; then
    python3 - "$1" "$at" <<'EOF'
import base64, hashlib, hmac, struct, sys
key, step = base64.b32decode(sys.argv[1]), int(sys.argv[2]) // 30
mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
at = mac[-1] & 15
print("%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000))
EOF
  fi
}

# factor CODE [FACTOR]: answers a new challenge
factor() {
  login "$second"
  request POST /auth/login/second-factor \
    "{\"challenge\":\"$(text challenge)\",\"factor\":\"${2:-totp}\",\"code\":\"$1\"}"
  ACCESS=$(text accessToken)
}

login "$second"
owner=$ACCESS
request POST /auth/2fa/totp '{"name":"smoke test"}' "$(as "$owner")"
expect 200 "" "begin to set up an authenticator app"
check "with a QR code and a key" bash -c 'grep -q "svg xmlns" <<<"$1" && grep -q "otpauth://totp/Fieldnotes:" <<<"$1"' _ "$BODY"
appkey=$(text manualKey | tr -d ' ')
if [ -z "$(app "$appkey" 0)" ]; then
  echo "skip codes of the app: neither oathtool nor python3 is here"
else
  request POST /auth/2fa/totp/confirm '{"code":"00000"}' "$(as "$owner")"
  expect 401 invalid_code "it counts after a right code only"
  # A code is good for a step on either side, and each once: three in a row without waiting.
  request POST /auth/2fa/totp/confirm "{\"code\":\"$(app "$appkey" -1)\"}" "$(as "$owner")"
  expect 200 "" "confirm it"
  recovery=$(grep -o '"recoveryCodes":\["[^"]*' <<<"$BODY" | cut -d '"' -f 4)
  check "ten recovery codes" [ "$(grep -o '[0-9A-Z]\{4\}-' <<<"$BODY" | wc -l)" = 50 ]
  login "$second"
  check "the password alone gets a challenge, and no token" bash -c '[ "$1" = second_factor_required ] && [ -z "$2" ]' _ "$(text status)" "$ACCESS"
  code=$(app "$appkey" 0)
  factor "$code"
  expect 200 "" "a code of the app logs in"
  factor "$code"
  expect 401 code_already_used "the same code again does not"
  factor "$recovery" recovery_code
  expect 200 "" "a recovery code does"
  inside=$ACCESS
  factor "$recovery" recovery_code
  expect 401 invalid_code "once"
  await_mail "$email" recovery_code_used 1
  check "its owner has a mail about it" [ "$(mails "$email" recovery_code_used)" = 1 ]
  request DELETE /auth/2fa/totp '{}' "$(as "$inside")"
  expect 401 invalid_code "a session alone does not remove the app"
  request DELETE /auth/2fa/totp "{\"code\":\"$(app "$appkey" 1)\"}" "$(as "$inside")"
  expect 422 "" "nor does a code without the password"
  check "which is what is missing" bash -c 'grep -q "\"pointer\":\"/password\"" <<<"$1"' _ "$BODY"
  request DELETE /auth/2fa/totp "{\"password\":\"$second\",\"code\":\"$(app "$appkey" 1)\"}" "$(as "$inside")"
  expect 204 "" "both together do"
  login "$second"
  expect 200 "" "and the password is enough again"
fi

# ---------------------------------------------------------------- an operator blocks the account

request GET /notes "" "$(as "$ACCESS")"
expect 200 "" "a protected call before the block"
request POST /demo/block "{\"email\":\"$email\"}"
expect 200 "" "the operator blocks the account"
request GET /notes "" "$(as "$ACCESS")"
expect 401 session_ended "access is gone at the next request"
request POST /auth/refresh "{\"refreshToken\":\"$REFRESH\"}"
check "the refresh token is refused" [ "$STATUS" = 401 ]
login "$second"
expect 403 account_disabled "so is the login"
request POST /demo/activate "{\"email\":\"$email\"}"
expect 200 "" "the operator lets it in again"
login "$second"
expect 200 "" "and the login works"

# ---------------------------------------------------------------- an API key may do what it was given

ann=$ACCESS
request GET /auth/me "" "$(as "$ann")"
ann_id=$(text id)
request GET /journal "" "$(as "$ann")"
denied journal:read "a person without a role does not read the journal"
request POST /auth/api-keys '{"name":"weather station"}' "$(as "$ann")"
expect 201 "" "make an API key"
key=$(text token)
key_id=$(text id)
request GET /auth/api-keys "" "$(as "$ann")"
check "the list shows the key, not its secret" bash -c 'grep -q "\"$1\"" <<<"$3" && ! grep -qF "$2" <<<"$3"' _ "$key_id" "$key" "$BODY"
request POST /journal '{"text":"7 °C"}' "$(program "$key")"
denied journal:write "a key opens nothing that it was not given"
request GET /notes "" "$(program "$key")"
expect 403 permission_denied "nor what is for people alone"
request GET /auth/api-keys "" "$(program "$key")"
expect 403 permission_denied "nor the keys of its owner"
request GET /journal "" "$(program "${key%????}AAAA")"
expect 401 invalid_api_key "a forged key is refused"
request PATCH "/auth/api-keys/$key_id" '{"permissions":["journal:write"]}' "$(as "$ann")"
expect 403 permission_not_held "nobody gives a key what they do not hold"

# ---------------------------------------------------------------- an administrator gives a role

admin=root-$email
request POST /auth/register "{\"email\":\"$admin\",\"password\":\"$password\",\"name\":\"Root\"}"
await_mail "$admin" verify_email 1
request POST /auth/verify-email "{\"token\":\"$TOKEN\"}"
request POST /demo/appoint "{\"email\":\"$admin\"}"
expect 200 "" "the application's own code appoints an administrator"
email=$admin login "$password"
root=$ACCESS
roles=/auth/admin/api/users/$ann_id/roles
request PUT "$roles" '{"roles":["writer"]}' "$(as "$ann")"
denied auth.roles:assign "nobody else gives roles"
request PUT "$roles" '{"roles":["writer"],"reason":"smoke test"}' "$(as "$root")"
expect 200 "" "the administrator makes her a writer"
request POST /journal '{"text":"The swifts are back."}' "$(as "$ann")"
expect 201 "" "she writes in the journal, with the token that she had before"
request POST /journal '{"text":"7 °C"}' "$(program "$key")"
denied journal:write "her key has not grown with her"
request PATCH "/auth/api-keys/$key_id" '{"permissions":["journal:write"]}' "$(as "$ann")"
expect 200 "" "she gives it to her key"
request POST /journal '{"text":"7 °C"}' "$(program "$key")"
expect 201 "" "her key writes, at the same route"
request GET /journal "" "$(program "$key")"
denied journal:read "and does not read"
request PATCH "/auth/api-keys/$key_id" '{"permissions":["journal:read","journal:write"]}' "$(as "$ann")"
request GET /journal "" -H "Authorization: Bearer $key"
check "until it may: entries of a person and a program" bash -c 'grep -q "swifts" <<<"$1" && grep -q "\"byline\":\"weather station\"" <<<"$1"' _ "$BODY"

# ---------------------------------------------------------------- replace the key, and end it

overlap=${OVERLAP:-5}
request POST "/auth/api-keys/$key_id/rotate" "{\"overlap\":\"PT${overlap}S\"}" "$(as "$ann")"
expect 201 "" "rotate, with an overlap of $overlap seconds"
next=$(text token)
next_id=$(text id)
request GET /journal "" "$(program "$key")" -D "$work/headers"
check "the old key works within the overlap, and says when it ends" bash -c '[ "$1" = 200 ] && grep -qi "^Sunset:" "$2"' _ "$STATUS" "$work/headers"
request GET /journal "" "$(program "$next")"
expect 200 "" "so does the new one"
await_end "$key" $((overlap + 10))
expect 401 api_key_expired "the old one ends with the overlap"
request GET /journal "" "$(program "$next")"
expect 200 "" "the new one works on"
request POST "/auth/admin/api/users/$ann_id/disable" '{"reason":"smoke test"}' "$(as "$root")"
expect 200 "" "the administrator blocks the owner"
request GET /journal "" "$(program "$next")"
expect 401 api_key_revoked "her key is refused at its next request"
request POST "/auth/admin/api/users/$ann_id/enable" '{"reason":"smoke test"}' "$(as "$root")"
request GET /journal "" "$(program "$next")"
expect 200 "" "and works again when she may act again"
request PUT "$roles" '{"roles":[]}' "$(as "$root")"
expect 200 "" "the administrator takes the role away"
request GET /journal "" "$(program "$next")"
denied journal:read "her key has shrunk with her"
login "$second"
request GET /journal "" "$(as "$ACCESS")"
denied journal:read "and so has she, at the same route"
request DELETE "/auth/api-keys/$next_id" "" "$(as "$ACCESS")"
expect 204 "" "she revokes the key"
request GET /journal "" "$(program "$next")"
expect 401 api_key_revoked "it is refused"

# ---------------------------------------------------------------- what went over Redis

request GET /demo/redis
if grep -q '"used":true' <<<"$BODY"; then
  check "Redis answers" grep -q '"answering":true' <<<"$BODY"
  check "it was asked for copies" bash -c 'grep -q "\"copiesMissed\":[1-9]" <<<"$1"' _ "$BODY"
else
  expect 200 "" "no Redis is used"
fi
