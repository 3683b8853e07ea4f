package dev.gatehouse.spring;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One row for each property: a value that is not the default, and one that is refused. A property of the metadata without a
 * row fails {@link EveryPropertyTest}.
 */
record PropertyTable(String name, String value, String wrong) {
  private static final String ROWS = """
      access.cache-ttl | 7s | 31s
      access.declared-permissions | invoices:read,invoices:write | invoices
      api-key.allow-non-expiring | true | yes
      api-key.default-ttl | 31d | 366d
      api-key.environment | stage | S T
      api-key.lease | 8s | 31s
      api-key.max-per-owner | 26 | 1001
      api-key.max-ttl | 200d | 366d
      api-key.prefix | acme | A-B
      api-key.remind-before | 15d | 30m
      api-key.retention | 91d | 12h
      api-key.rotate-after | 92d | 12h
      api-key.rotation-overlap | 25h | 31d
      base-url | https://other.example.com | http://app.example.com
      clock-skew | 31s | 61s
      degradation.auth-limits | closed | open
      degradation.limits | open | ajar
      enabled | false | flase
      forwarded-header | x-forwarded-for | x-real-ip
      http.max-body | 65KiB | 2MiB
      jdbc.migration-lock-timeout | 5s | 0s
      jdbc.notifications | false | maybe
      jdbc.query-timeout | 3s | 0s
      jdbc.schema | people | a-b
      jdbc.schema-mode | migrate | craete
      mail.app-name | Invoices | <blank>
      mail.forget-after | 50h | 1m
      mail.from | Example <no-reply@example.com> | nobody at all
      mail.links.change-email | /a | //a
      mail.links.forgot | /b | b
      mail.links.login | /c | //c
      mail.links.reset | /d | d
      mail.links.undo-email-change | /e | //e
      mail.links.unlock | /f | f
      mail.links.verify | /g | //g
      mail.to-log | true | no
      mail.waits | 61s,7m,49h | 0s
      password.check-common | false | no
      password.hash.iterations | 3 | 11
      password.hash.max-concurrent | 17 | 1025
      password.hash.max-wait | 9s | 31s
      password.hash.memory | 20480KiB | 1MiB
      password.max-length | 300 | 63
      password.min-length | 13 | 7
      password.reset-ttl | 33m | 25h
      path | /people | people
      previous-secrets | b3RoZXIgdGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmM= | c2hvcnQ=
      redis.authorities | <pem> | /no/such/file.pem
      redis.cluster-nodes | redis://127.0.0.1:1,redis://127.0.0.1:2 | http://127.0.0.1:1
      redis.enabled | false | maybe
      redis.node-count | 5 | 0
      redis.prefix | people | A B
      redis.shared-copies | true | maybe
      redis.timeout | 250ms | 6s
      redis.uri | redis://127.0.0.1:1 | http://127.0.0.1:1
      registration.enabled | false | no
      registration.keep-unproven | 8d | 366d
      registration.verification-ttl | 26h | 8d
      secret | eWV0IG90aGVyIHRlc3RzOiAwMTIzNDU2Nzg5IGFiY2Q= | c2hvcnQ=
      service.audience | https://services.example.com | two words
      service.lease | 9s | 31s
      service.secret-overlap | 27h | 31d
      service.token-ttl | 6m | 11m
      session.absolute-timeout | 80d | 366d
      session.delivery | cookie | header
      session.fresh-for | 11m | 0s
      session.idle-timeout | 13d | 30s
      session.lease | 6s | 31s
      session.max-per-user | 21 | 0
      session.touch-interval | 62s | 2h
      throttle.enabled | false | off
      throttle.headers | false | off
      throttle.lockout.first-lock | 70s | 2h
      throttle.lockout.free-guesses | 6 | 101
      throttle.lockout.free-guesses-per-address | 31 | 4
      throttle.lockout.known-device-ttl | 181d | 12h
      throttle.lockout.lock-after | 11 | 4
      throttle.lockout.longest-lock | 16m | 25h
      throttle.lockout.reset-after | 13h | 1m
      throttle.mode | shadow | dark
      throttle.policies.address.limit | 301 | 0
      throttle.policies.address.window | 63s | 0s
      throttle.policies.api-key.limit | 60 | 0
      throttle.policies.api-key.window | 64s | 0s
      throttle.policies.login.limit | 12 | 0
      throttle.policies.login.window | 65s | 0s
      throttle.policies.mail.limit | 14 | 0
      throttle.policies.mail.window | 66s | 0s
      throttle.policies.register.limit | 15 | 0
      throttle.policies.register.window | 67s | 0s
      token.access-ttl | 11m | 61m
      token.algorithm | es256 | rs256
      token.audience | https://people.example.com | two words
      token.key-rotation | 93d | 401d
      token.refresh-grace | 11s | 61s
      trusted-origins | https://shop.example.com,https://news.example.com | shop.example.com
      trusted-proxies | 10.0.0.0/8,fd00:0:0:0:0:0:0:0/8 | 10.0.0.0/99
      two-factor.policy | all | some
      two-factor.remember-device | 32d | 91d
      two-factor.required-for-roles | accountant,auth-admin | ,
      two-factor.totp.issuer | Example Ltd | <blank>
      two-factor.totp.window | 0 | 2
      """;

  /** Returns the rows by name. */
  static Map<String, PropertyTable> rows() {
    return ROWS.lines()
        .map(line -> List.of(line.split(" \\| ")))
        .map(cells -> new PropertyTable(
            "gatehouse." + cells.get(0), cells.get(1), cells.get(2).replace("<blank>", " ")))
        .collect(Collectors.toMap(PropertyTable::name, Function.identity()));
  }
}
