package dev.gatehouse.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.otp.TotpService;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.OpenedSession;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.TestGatehouse;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every way to a session, found by reflection: whatever a service of the facade answers with a login or with tokens must
 * stand below, with what it says to somebody who has a second factor. A new way is a failing test until it does.
 */
@DisplayName("2.6: every login path asks for the second factor")
final class EveryLoginPathTest {
  private static final String ANN = "ann@example.com";
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final ClientInfo CLIENT = ClientInfo.none();
  private static final Set<Class<?>> WAYS_IN =
      Set.of(LoginResult.class, RefreshResult.class, OpenedSession.class, Tokens.class);

  /** An architecture test sees to it that the completion gate alone goes through it. */
  private static final String THE_DOOR_ITSELF = "SessionService.open(User,Set,String,ClientInfo)";

  /** What each path answers to somebody with a second factor who presents everything but that. */
  private final Map<String, Function<Gatehouse, Object>> paths = new TreeMap<>(Map.of(
      "LoginService.password(String,Secret,String,ClientInfo)",
      gatehouse -> gatehouse.logins().password(ANN, PASSWORD, "", CLIENT),
      "LoginService.password(LoginAttempt)",
      gatehouse -> gatehouse
          .logins()
          .password(new LoginAttempt(
              ANN, PASSWORD, "", Optional.empty(), Optional.of(Secret.of("forged")), CLIENT)),
      "LoginService.secondFactor(Secret,FactorProof,String,ClientInfo)",
      this::wrongAnswer,
      "RefreshService.refresh(Secret,ClientInfo)",
      this::refreshOfAnOldSession));

  private final TestGatehouse test = TestGatehouse.inMemory();
  private Secret oldRefreshToken = Secret.of("");
  private AuthenticatorApp app;

  @BeforeEach
  void somebodyHasASecondFactor() {
    Gatehouse gatehouse = test.gatehouse();
    oldRefreshToken = test.signedIn(ANN, PASSWORD).tokens().refresh();
    LoginResult.SignedIn in =
        (LoginResult.SignedIn) gatehouse.logins().password(ANN, PASSWORD, "", CLIENT);
    UserPrincipal self = ((Authentication.Authenticated)
            gatehouse.authenticator().authenticate(in.tokens().access()))
        .principal();
    TotpService totp = gatehouse.twoFactor().totp();
    app = AuthenticatorApp.of(totp.begin(self, "phone", Optional.empty(), CLIENT), test.clock());
    assertThat(totp.confirm(self, app.code(), CLIENT)).isPresent();
    test.clock().advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    test.close();
  }

  @Test
  void isKnownToThisTest() {
    Set<String> found = services().stream()
        .flatMap(EveryLoginPathTest::waysIn)
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found.remove(THE_DOOR_ITSELF)).isTrue();
    assertThat(found).isEqualTo(paths.keySet());
  }

  /** Returns whatever of ours the facade hands out, wrapped or for an argument, too, and what that hands out in turn. */
  private static Set<Class<?>> services() {
    Set<Class<?>> found = new LinkedHashSet<>();
    Deque<Class<?>> toVisit = new ArrayDeque<>(List.of(Gatehouse.class));
    while (!toVisit.isEmpty()) {
      Class<?> next = toVisit.pop();
      if (next.getName().startsWith("dev.gatehouse.") && found.add(next)) {
        Arrays.stream(next.getMethods())
            .flatMap(method -> mentioned(method.getGenericReturnType()))
            .forEach(toVisit::push);
      }
    }
    return found;
  }

  private static Stream<Class<?>> mentioned(Type type) {
    if (type instanceof Class<?> plain) {
      return Stream.of(plain);
    }
    return type instanceof ParameterizedType generic
        ? Stream.concat(
            mentioned(generic.getRawType()),
            Arrays.stream(generic.getActualTypeArguments()).flatMap(EveryLoginPathTest::mentioned))
        : Stream.empty();
  }

  /** A way in takes something; what takes nothing only shows what is there. */
  private static Stream<String> waysIn(Class<?> service) {
    return Arrays.stream(service.getMethods())
        .filter(method -> method.getParameterCount() > 0)
        .filter(method -> WAYS_IN.stream()
            .anyMatch(way -> method.getGenericReturnType().getTypeName().contains(way.getName())))
        .map(EveryLoginPathTest::name);
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(",", "(", ")"));
  }

  @Test
  void opensNoSessionWithoutTheSecondFactor() {
    int before = test.gatehouse().sessions().list(id()).size();
    paths.forEach((path, way) -> {
      Object answer = way.apply(test.gatehouse());
      assertThat(answer)
          .as(path)
          .isNotInstanceOf(LoginResult.SignedIn.class)
          .isNotInstanceOf(RefreshResult.Refreshed.class);
      if (path.contains(".password(")) {
        assertThat(answer).as(path).isInstanceOf(LoginResult.SecondFactorRequired.class);
      }
    });
    assertThat(test.gatehouse().sessions().list(id())).hasSize(before);
  }

  private UserId id() {
    return test.gatehouse().users().findByEmail(ANN).orElseThrow().id();
  }

  private Object wrongAnswer(Gatehouse gatehouse) {
    LoginResult asked = gatehouse.logins().password(ANN, PASSWORD, "", CLIENT);
    Secret challenge = ((LoginResult.SecondFactorRequired) asked).challenge();
    try {
      FactorProof wrong = new FactorProof("totp", app.wrongCode());
      return gatehouse.logins().secondFactor(challenge, wrong, "", CLIENT);
    } catch (AuthException refused) {
      return refused;
    }
  }

  /** A session from before the factor was set up must not live on by being refreshed. */
  private Object refreshOfAnOldSession(Gatehouse gatehouse) {
    return gatehouse.refresh().refresh(oldRefreshToken, CLIENT);
  }
}
