package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Subject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/** The fragments of the migration guide compile, run, and are those of the guide: old and new callers side by side. */
final class MigrationGuideTest {
  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");
  private static final String OLD_TOKEN = "old.token.ann";

  /** What the application has: here a token is good if it is this text. */
  static class OldJwtFilter extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      // spotless:off
      if (SecurityContextHolder.getContext().getAuthentication() == null) {
        old(request).ifPresent(SecurityContextHolder.getContext()::setAuthentication);
      }
      // spotless:on
      chain.doFilter(request, response);
    }

    private static Optional<Authentication> old(HttpServletRequest request) {
      return Optional.ofNullable(request.getHeader("Authorization"))
          .filter(("Bearer " + OLD_TOKEN)::equals)
          .map(header -> new UsernamePasswordAuthenticationToken(
              "ann", "", AuthorityUtils.createAuthorityList("invoices:read")));
    }
  }

  /** Memory has no transactions that could be joined; TransactionsTest looks at those of databases. */
  static class NoTransactions implements PlatformTransactionManager {
    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      return new SimpleTransactionStatus();
    }

    @Override
    public void commit(TransactionStatus status) {}

    @Override
    public void rollback(TransactionStatus status) {}
  }

  record OldUser(
      String email, String name, String passwordHash, Set<String> roles, boolean enabled) {}

  record OldLogin(String username, String password) {}

  // spotless:off
  static class Beside {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return http.with(GatehouseSecurity.gatehouse(), Customizer.withDefaults())
          .addFilterBefore(new OldJwtFilter(), AnonymousAuthenticationFilter.class)
          .csrf(AbstractHttpConfigurer::disable)
          .authorizeHttpRequests(all -> all.requestMatchers("/api/login")
              .permitAll()
              .requestMatchers("/invoices/**")
              .hasAuthority("invoices:read")
              .anyRequest()
              .authenticated())
          .build();
    }

    @Bean
    GatehouseCustomizer roles() {
      return gatehouse -> gatehouse
          .permissions("invoices:read", "invoices:write")
          .role("admin", role -> role.permitting("invoices:*"))
          .role("clerk", role -> role.permitting("invoices:read"));
    }
  }

  static class Import {
    private static final Actor IMPORT = Actor.system("import");
    private static final Logger log = LoggerFactory.getLogger(Import.class);

    private final Gatehouse gatehouse;
    private final TransactionTemplate transactions;

    Import(Gatehouse gatehouse, TransactionTemplate transactions) {
      this.gatehouse = gatehouse;
      this.transactions = transactions;
    }

    void importAll(List<OldUser> table) {
      for (OldUser old : table) {
        Optional<User> there = gatehouse.users().findByEmail(old.email());
        if (there.isEmpty()) {
          transactions.executeWithoutResult(status -> importOne(old));
        } else if (there.get().status() == UserStatus.PENDING) {
          log.warn("not imported, somebody has registered {} without proof", old.email());
        }
      }
    }

    void importOne(OldUser old) {
      User user = gatehouse
          .users()
          .importUser(old.email(), old.name(), Locale.ENGLISH, old.passwordHash(), IMPORT);
      gatehouse
          .roleAssignments()
          .replace(Subject.user(user.id()), old.roles(), "import", IMPORT, ClientInfo.none());
      if (!old.enabled()) {
        User blocked = gatehouse
            .users()
            .changeStatus(
                user.id(),
                new StatusChange(UserStatus.BLOCKED, "was disabled", Optional.empty()),
                IMPORT,
                ClientInfo.none());
        log.info("imported {}, blocked", blocked.id());
      }
    }
  }

  @RestController
  static class LoginController {
    private final Gatehouse gatehouse;

    LoginController(Gatehouse gatehouse) {
      this.gatehouse = gatehouse;
    }

    @GetMapping("/invoices")
    String invoices() {
      return "invoices";
    }

    @PostMapping("/api/login")
    ResponseEntity<Map<String, String>> login(@RequestBody OldLogin given, ClientInfo client) {
      return gatehouse
          .logins()
          .password(given.username(), Secret.of(given.password()), "", client)
          .fold(
              in -> ResponseEntity.ok(Map.of("token", in.tokens().access().reveal())),
              owed -> ResponseEntity.status(403).body(Map.of("next", "/auth/login")),
              asked -> ResponseEntity.status(401).body(Map.of("next", "/auth/login")),
              refused -> ResponseEntity.status(401).body(Map.of("code", refused.code().code())));
    }
  }
  // spotless:on

  @Test
  void everyFragmentIsInThisTest() throws IOException {
    String source = squeezed(Files.readString(SettingsTest.docs()
        .getParent()
        .resolve(
            "auth-spring-adapter/src/test/java/dev/gatehouse/spring/MigrationGuideTest.java")));
    String guide = Files.readString(
        SettingsTest.docs().resolve("guides").resolve("migrate-spring-security-jwt.md"));
    List<String> fragments =
        JAVA.matcher(guide).results().map(found -> found.group(1)).toList();
    assertThat(fragments).hasSize(5);
    assertThat(fragments).allSatisfy(one -> assertThat(source).contains(squeezed(one)));
  }

  @Test
  void oldAndNewTokensOpenTheSameRoutesAndImportedPeopleLogIn() throws Exception {
    try (HostApp app = HostApp.inMemory(Beside.class, LoginController.class)) {
      String hash = PasswordEncoderFactories.createDelegatingPasswordEncoder()
          .encode(HostApp.PASSWORD.reveal());
      Import imports = new Import(app.gatehouse(), new TransactionTemplate(new NoTransactions()));
      List<OldUser> table = List.of(
          new OldUser("ann@example.com", "Ann", hash, Set.of("clerk"), true),
          new OldUser("bob@example.com", "Bob", hash, Set.of(), true),
          new OldUser("eve@example.com", "Eve", hash, Set.of("clerk"), false));
      imports.importAll(table);
      imports.importAll(table);

      assertThat(app.get("/invoices").statusCode()).isEqualTo(401);
      assertThat(app.get("/invoices", "old.token.eve").statusCode()).isEqualTo(401);
      assertThat(app.get("/invoices", OLD_TOKEN).body()).isEqualTo("invoices");
      String ann = token(login(app, "ann@example.com"));
      assertThat(app.get("/invoices", ann).body()).isEqualTo("invoices");
      String bob = token(login(app, "bob@example.com"));
      assertThat(app.get("/invoices", bob).statusCode()).isEqualTo(403);
      HttpResponse<String> eve = login(app, "eve@example.com");
      assertThat(eve.statusCode()).isEqualTo(401);
      assertThat(eve.body()).contains("account_disabled");
    }
  }

  private static HttpResponse<String> login(HostApp app, String email) throws Exception {
    return app.send(
        "POST",
        "/api/login",
        Map.of("Content-Type", "application/json"),
        "{\"username\":\"" + email + "\",\"password\":\"" + HostApp.PASSWORD.reveal() + "\"}");
  }

  private static String token(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body().replaceAll("\\{\"token\":\"(.*)\"}", "$1");
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
