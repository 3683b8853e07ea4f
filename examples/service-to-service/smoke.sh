#!/usr/bin/env bash
# Starts both processes on free ports, drives them by HTTP, and says of every step whether it did what it promises.
# Needs bash, curl, and Maven with a JDK. MVN is the Maven to use, with arguments if need be; PATIENCE the seconds that the
# start may take.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
passed=0
failed=0
app=

# call [curl arguments…]: sets STATUS and BODY
call() {
  STATUS=$(curl -s --max-time 30 -o "$work/body" -w '%{http_code}' "$@")
  BODY=$(cat "$work/body" 2>/dev/null)
  : >"$work/body"
}

# text NAME: the first string of that name in BODY
text() { grep -o "\"$1\":\"[^\"]*\"" <<<"$BODY" | head -n 1 | cut -d '"' -f 4; }

# expect STATUS PATTERN LINE: what the last call must have been answered
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
  local answer=$?
  if [ -n "$app" ]; then
    kill "$app" 2>/dev/null
    wait "$app" 2>/dev/null
    app=
    for _ in 1 2 3 4 5 6 7 8 9 10; do curl -s --max-time 1 -o /dev/null "$orders/" && sleep 0.3; done
    STATUS=$(curl -s --max-time 1 -o /dev/null -w '%{http_code}' "$orders/") BODY=
    expect 000 '' "stopped: orders has ended with reports"
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
orders_port=$(free_port)
reports=http://localhost:$port
orders=http://localhost:$orders_port
# shellcheck disable=SC2086  # MVN may carry arguments
(cd "$root" && exec ${MVN:-mvn} -q -Dmaven.test.skip compile exec:java -pl examples/service-to-service -am \
  "-Dexec.args=$port $orders_port") >"$work/log" 2>&1 &
app=$!
began=$SECONDS
until grep -q 'SECRET=' "$work/log"; do
  if ! kill -0 "$app" 2>/dev/null || [ $((SECONDS - began)) -gt "${PATIENCE:-300}" ]; then
    echo "It did not start:"
    tail -n 30 "$work/log"
    exit 1
  fi
  sleep 0.3
done
client=$(sed -n 's/^ *CLIENT=//p' "$work/log")
secret=$(sed -n 's/^ *SECRET=//p' "$work/log")

# ---------------------------------------------------------------- a person asks reports, and reports asks orders

call "$reports/report"
expect 401 authentication_required "reports wants to know who asks"
call "$reports/auth/login" -H 'Content-Type: application/json' \
  -d '{"login":"ann@example.com","password":"a heron at the mill pond"}'
expect 200 signed_in "Ann logs in"
ann=$(text accessToken)
# Two cold processes on a busy machine may outlast the timeout of the first fetch of keys.
for _ in 1 2 3 4 5; do
  call "$reports/report" -H "Authorization: Bearer $ann"
  [ "$STATUS" = 502 ] || break
  sleep 1
done
expect 200 '"onBehalfOf":"usr_' "her report: reports asked orders on her behalf"
expect 200 '"stock":{.*"askedBy":"reports"' "and for itself"

# ---------------------------------------------------------------- orders takes nobody else in

call "$orders/stock"
expect 401 '' "orders refuses a call without a token"
call "$orders/orders" -H "Authorization: Bearer $ann"
expect 401 '' "orders refuses Ann's own token: it is not for orders, and she is no service"

# ---------------------------------------------------------------- the same by hand

call "$reports/auth/token" -u "$client:wrong" -d grant_type=client_credentials
expect 401 '"error":"invalid_client"' "no token for a wrong secret"
call "$reports/auth/token" -u "$client:$secret" -d grant_type=client_credentials -d audience=billing
expect 400 '"error":"invalid_target"' "no token for a receiver that is not the service's"
call "$reports/auth/token" -u "$client:$secret" -d grant_type=client_credentials -d audience=orders
expect 200 '"expires_in":300' "a token for orders"
token=$(text access_token)
call "$orders/stock" -H "Authorization: Bearer $token"
expect 200 '"askedBy":"visitor"' "opens the stock"
call "$orders/orders" -H "Authorization: Bearer $token"
expect 403 'on behalf' "and not the orders of a person"
call "$reports/report" -H "Authorization: Bearer $token"
expect 401 access_token_invalid "nor reports: it is for orders only"
call "$reports/auth/me" -H "Authorization: Bearer $token"
expect 401 access_token_invalid "nor anything of a person"

call "$reports/auth/token" -u "$client:$secret" -d audience=orders -d "subject_token=$ann" \
  -d grant_type=urn:ietf:params:oauth:grant-type:token-exchange \
  -d subject_token_type=urn:ietf:params:oauth:token-type:access_token
expect 200 issued_token_type "a token on behalf of Ann"
acting=$(text access_token)
call "$orders/orders" -H "Authorization: Bearer $acting"
expect 200 '"onBehalfOf":"usr_' "opens her orders"
call "$orders/stock" -H "Authorization: Bearer $acting"
expect 403 'on behalf' "and not the stock"

# ---------------------------------------------------------------- what a token is good for, and its end

call "$reports/auth/introspect" -u "$client:$secret" -d "token=$acting"
expect 200 '"act":{"sub":"svc_' "introspection names the person and who acts"
call "$reports/auth/logout" -X POST -H "Authorization: Bearer $ann"
expect 204 '' "Ann logs out"
call "$reports/auth/introspect" -u "$client:$secret" -d "token=$acting"
expect 200 '^{"active":false}$' "whoever acts for her is out: the issuer knows at once"
call "$reports/auth/token" -u "$client:$secret" -d audience=orders -d "subject_token=$ann" \
  -d grant_type=urn:ietf:params:oauth:grant-type:token-exchange \
  -d subject_token_type=urn:ietf:params:oauth:token-type:access_token
expect 400 '"error":"invalid_request"' "and nobody gets a new token for her"
call "$orders/orders" -H "Authorization: Bearer $acting"
expect 200 '' "orders, which has no database, goes on to the end of the token (5 minutes at most)"
call "$reports/auth/revoke" -u "$client:$secret" -d "token=$token"
expect 200 '' "the service ends its own tokens"
call "$reports/auth/introspect" -u "$client:$secret" -d "token=$token"
expect 200 '^{"active":false}$' "they are ended"
