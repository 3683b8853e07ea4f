#!/usr/bin/env bash
# Starts the application on a free port, drives it by HTTP, and says of every step whether it did what it promises.
# Needs bash, curl, one of oathtool, python3 and openssl, and Maven with a JDK. MVN is the Maven to use, with arguments if need
# be; PATIENCE the seconds that the start may take.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
passed=0
failed=0
app=

# ---------------------------------------------------------------- one request, one check

# request METHOD PATH [BODY] [curl arguments…]: sets STATUS and BODY
request() {
  local method=$1 path=$2 body=${3-}
  shift $(($# < 3 ? $# : 3))
  local sent=()
  [ -n "$body" ] && sent=(-H 'Content-Type: application/json' -d "$body")
  STATUS=$(curl -s --max-time 30 -X "$method" -o "$work/body" -w '%{http_code}' ${sent[@]+"${sent[@]}"} "$@" "$url$path")
  BODY=$(cat "$work/body" 2>/dev/null)
  : >"$work/body"
}

# as TOKEN, program KEY: the curl arguments of a person, and of a program
as() { printf -- '-HAuthorization: Bearer %s' "$1"; }
program() { printf -- '-HX-Api-Key: %s' "$1"; }

# text NAME: the first string of that name in BODY
text() { grep -o "\"$1\":\"[^\"]*\"" <<<"$BODY" | head -n 1 | cut -d '"' -f 4; }

# expect STATUS PATTERN LINE: what the last request must have been answered
expect() {
  if [ "$STATUS" = "$1" ] && grep -q -- "$2" <<<"$BODY"; then
    passed=$((passed + 1))
    echo "ok   $STATUS $3"
  else
    failed=$((failed + 1))
    echo "FAIL $3"
    echo "     expected $1 and '$2', got $STATUS $BODY" | cut -c 1-400
  fi
}

# denied PERMISSION LINE: the last request must have been refused, naming the permission that is missing
denied() { expect 403 "\"missing\":\[\"$1\"\]" "missing $1: $2"; }

# mailed ADDRESS KIND: leaves the newest token of that kind (gvt, grt) mailed to somebody in TOKEN; mails are in the log, and leave after the answer
mailed() {
  TOKEN=
  for _ in $(seq 100); do
    TOKEN=$(awk -v to="To: $1" -v kind="$2_[A-Za-z0-9_-]+" '
      $0 == to { mine = 1; next }
      /^To: / { mine = 0 }
      mine && match($0, kind) { found = substr($0, RSTART, RLENGTH) }
      END { print found }' "$work/log")
    [ -z "$TOKEN" ] || return
    sleep 0.1
  done
}

# register ADDRESS NAME: with the proof of the address
register() {
  request POST /auth/register "{\"email\":\"$1\",\"password\":\"$password\",\"name\":\"$2\"}"
  expect 202 verification_sent "$2 registers"
  mailed "$1" gvt
  request POST /auth/verify-email "{\"token\":\"$TOKEN\"}"
  expect 200 "$1" "and proves the address by the token in the mail"
}

login() { request POST /auth/login "{\"login\":\"$1\",\"password\":\"$password\"}"; }

# code KEY STEP: what an authenticator app with that key shows so many steps of 30 s from now
code() {
  local at=$(($(date +%s) + 30 * $2))
  if command -v oathtool >/dev/null; then
    oathtool --totp --base32 --now="@$at" - <<<"$1"
  elif command -v python3 >/dev/null; then
    python3 - "$1" "$at" <<'PYTHON'
import base64, hashlib, hmac, struct, sys
key, step = base64.b32decode(sys.argv[1]), int(sys.argv[2]) // 30
mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
at = mac[-1] & 15
print("%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000))
PYTHON
  else
    local alphabet=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 bits=0 have=0 hex='' i mac offset
    for ((i = 0; i < ${#1}; i++)); do
      local before=${alphabet%%"${1:i:1}"*}
      bits=$(((bits << 5 | ${#before}) & 0xFFFF)) have=$((have + 5))
      if [ $have -ge 8 ]; then
        have=$((have - 8))
        hex+=$(printf '%02x' $((bits >> have & 255)))
      fi
    done
    # shellcheck disable=SC2059  # the format is the message, byte by byte
    mac=$(printf "$(printf '%016x' $((at / 30)) | sed 's/../\\x&/g')" | openssl dgst -sha1 -mac HMAC -macopt "hexkey:$hex")
    mac=${mac##* }
    offset=$((0x${mac:39:1} * 2))
    printf '%06d\n' $(((0x${mac:offset:8} & 0x7FFFFFFF) % 1000000))
  fi
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

stop() {
  local answer=$? postgres
  if [ -n "$app" ]; then
    postgres=$(sed -n 's/.*PostgreSQL is process \([0-9]*\) .*/\1/p' "$work/log")
    kill "$app" 2>/dev/null
    wait "$app" 2>/dev/null
    app=
    for _ in $(seq 25); do kill -0 "$postgres" 2>/dev/null && sleep 0.2; done
    STATUS=$(kill -0 "$postgres" 2>/dev/null && echo there || echo gone) BODY=$postgres
    expect gone '[0-9]' "stops, and leaves no PostgreSQL behind"
  fi
  rm -rf "$work"
  [ "$failed" -eq 0 ] || answer=1
  echo "$passed passed, $failed failed"
  trap - EXIT
  exit "$answer"
}
trap stop EXIT
trap 'exit 130' INT TERM

port=$(free_port)
url=http://localhost:$port
ann=ann@example.com
admin=root@example.com
password='a heron at the mill pond'
# shellcheck disable=SC2086  # MVN may carry arguments
(cd "$root" && exec ${MVN:-mvn} -q -Dmaven.test.skip compile exec:java -pl examples/spring-boot -am \
  "-Dexec.args=--server.port=$port") >"$work/log" 2>&1 &
app=$!
began=$SECONDS
until curl -s --max-time 5 -o /dev/null "$url/"; do
  if ! kill -0 "$app" 2>/dev/null || [ $((SECONDS - began)) -gt "${PATIENCE:-300}" ]; then
    echo "It did not start:"
    tail -n 30 "$work/log"
    exit 1
  fi
  sleep 0.3
done

# ---------------------------------------------------------------- an account

request GET /
expect 200 Invoices "the front page is open"
request GET /invoices
expect 401 authentication_required "invoices are not"
register "$ann" Ann
login "$ann"
expect 200 signed_in "logs in"
person=$(text accessToken)
request GET /who "" "$(as "$person")"
expect 200 '"kind":"USER"' "the application knows who asks"
me=$(text name)
request GET /invoices "" "$(as "$person")"
denied invoices:read "Ann has no role"
request GET /reports/total "" "$(as "$person")"
denied reports:read "the rule for reports says the same"

# ---------------------------------------------------------------- an administrator, and a second factor

request POST /auth/register "{\"email\":\"$admin\",\"password\":\"whoever registers it\",\"name\":\"\"}"
expect 202 verification_sent "somebody registers the administrator's address"
request POST /auth/password/forgot "{\"email\":\"$admin\"}"
expect 202 '' "its owner asks for a link by mail"
mailed "$admin" grt
request POST /auth/password/reset "{\"token\":\"$TOKEN\",\"password\":\"$password\"}"
expect 204 '' "and sets the password: whoever reads the mail is the first administrator"
login "$admin"
expect 200 enrolment_required "the first administrator must set up a second factor"
boss=$(text accessToken)
request GET /auth/admin/api/users "" "$(as "$boss")"
expect 403 factor_enrolment_required "and may do nothing before"
request POST /auth/2fa/totp '{"name":"smoke test"}' "$(as "$boss")"
expect 200 'otpauth://totp/Invoices' "sets up an authenticator app"
key=$(text manualKey | tr -d ' ')
# A code is good for a step on either side, and each once: two in a row without waiting.
request POST /auth/2fa/totp/confirm "{\"code\":\"$(code "$key" 0)\"}" "$(as "$boss")"
expect 200 recoveryCodes "confirms it by a code"
login "$admin"
expect 200 second_factor_required "from now on the password is not enough"
request POST /auth/login/second-factor "{\"challenge\":\"$(text challenge)\",\"factor\":\"totp\",\"code\":\"$(code "$key" 1)\"}"
expect 200 signed_in "a code logs in"
boss=$(text accessToken)

# ---------------------------------------------------------------- a role, and a row of the application's own

request POST /team "{\"email\":\"$ann\",\"desk\":\"north\",\"role\":\"clerk\"}" "$(as "$person")"
denied auth.roles:assign "Ann hires nobody"
request POST /team "{\"email\":\"$ann\",\"desk\":\"south\",\"role\":\"clark\"}" "$(as "$boss")"
expect 404 not_found "there is no role clark"
request POST /team "{\"email\":\"$ann\",\"desk\":\"north\",\"role\":\"clerk\"}" "$(as "$boss")"
expect 204 '' "the administrator makes Ann a clerk at the north desk"
request GET /team "" "$(as "$boss")"
expect 200 '^\[{"userId":"usr_[0-9a-z]*","desk":"north"}\]$' "the refused attempt left no row behind"
request GET /auth/admin/api/users/"$me"/roles "" "$(as "$boss")"
expect 200 '"clerk"' "the admin API shows the role"

# ---------------------------------------------------------------- invoices, by a person and by a program

request POST /invoices '{"customer":"Mill Pond Ltd","cents":4200}' "$(as "$person")"
expect 201 "\"author\":\"$me\"" "Ann writes an invoice, with the token that she had before"
invoice=$(grep -o '"id":[0-9]*' <<<"$BODY" | cut -d : -f 2)
request GET /reports/total "" "$(as "$person")"
denied reports:read "reports are for auditors"
request POST /auth/api-keys '{"name":"till","permissions":["invoices:read","reports:read"]}' "$(as "$person")"
expect 403 permission_not_held "she gives a key nothing that she does not hold"
request POST /auth/api-keys '{"name":"till","permissions":["invoices:read","invoices:write"]}' "$(as "$person")"
expect 201 '"token"' "makes an API key"
till=$(text token)
request GET /invoices "" "$(program "$till")"
expect 200 'Mill Pond Ltd' "a program reads with it"
request POST /invoices '{"customer":"Heron & Sons","cents":100}' "$(program "$till")"
expect 201 '"author":"key_' "and writes in its own name"
request POST "/invoices/$invoice/payment" "" "$(program "$till")"
expect 403 '"code"' "but moves no money: no program has just logged in"
request POST "/invoices/$invoice/payment" "" "$(as "$person")"
expect 200 '"paid":true' "Ann does, for she has"

# ---------------------------------------------------------------- the admin API

request GET "/auth/admin/api/users?q=ann" "" "$(as "$person")"
denied auth.users:read "it is for administrators"
request GET "/auth/admin/api/users?q=ann" "" "$(as "$boss")"
expect 200 "$ann" "who find Ann"
request POST "/auth/admin/api/users/$me/disable" '{"reason":"smoke test"}' "$(as "$boss")"
expect 200 blocked "and block her"
request GET /invoices "" "$(program "$till")"
expect 401 api_key_revoked "her key fails at its next request"
request GET /invoices "" "$(as "$person")"
expect 401 session_ended "and so does her session"
request POST "/auth/admin/api/users/$me/enable" '{"reason":"smoke test"}' "$(as "$boss")"
expect 200 active "let in again"
request GET /invoices "" "$(program "$till")"
expect 200 'Mill Pond Ltd' "her key works again"
