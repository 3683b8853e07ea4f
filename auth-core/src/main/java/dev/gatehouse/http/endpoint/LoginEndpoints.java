package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.error.Fault;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.http.Delivery;
import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Members;
import dev.gatehouse.login.LoginAttempt;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.SessionRecord;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log in by password and second factor, and prove it again. */
final class LoginEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(LoginEndpoints.class);
  private static final String PASSWORD = "password";

  private final LoginService logins;
  private final TwoFactor twoFactor;
  private final TokenDelivery delivery;
  private final DeviceMarks devices;
  private final Duration recentLogin;
  private final InstantSource clock;

  LoginEndpoints(
      Services services, TokenDelivery delivery, DeviceMarks devices, Duration recentLogin) {
    this.logins = services.logins();
    this.twoFactor = services.twoFactor();
    this.delivery = delivery;
    this.devices = devices;
    this.recentLogin = recentLogin;
    this.clock = services.clock();
  }

  HttpResponse login(Exchange exchange) {
    Members body = exchange.body();
    String login = body.text("login");
    Secret password = body.secret("password");
    String device = device(body);
    Delivery wanted = delivery.wanted(body);
    body.check();
    LoginAttempt attempt = new LoginAttempt(
        login,
        password,
        device,
        devices.of(exchange),
        delivery.trustCookie(exchange.request()),
        exchange.client());
    return answer(logins.password(attempt), wanted, exchange);
  }

  HttpResponse secondFactor(Exchange exchange) {
    Members body = exchange.body();
    Secret challenge = body.secret("challenge");
    FactorProof proof = new FactorProof(body.text("factor"), body.secret("code"));
    String device = device(body);
    boolean remember = body.flag("rememberDevice").orElse(false);
    Delivery wanted = delivery.wanted(body);
    body.check();
    LoginResult result = logins.secondFactor(challenge, proof, device, exchange.client());
    HttpResponse answer = answer(result, wanted, exchange);
    return remember && result instanceof LoginResult.SignedIn signedIn
        ? remembered(answer, signedIn.session(), exchange.client())
        : answer;
  }

  /**
   * The cookie goes to browsers whatever way their tokens go. The session is open, and these are its only tokens: without the
   * cookie they are good all the same.
   */
  private HttpResponse remembered(HttpResponse answer, SessionRecord session, ClientInfo client) {
    try {
      return twoFactor
          .trustedDevices()
          .trust(session, client)
          .map(trust -> answer.with(delivery.trust(trust.token(), trust.expiresAt())))
          .orElse(answer);
    } catch (StoreException e) {
      LOG.warn("A browser is not trusted, as its owner wished: {}", Fault.of(e));
      return answer;
    }
  }

  HttpResponse stepUp(Exchange exchange) {
    Members body = exchange.body();
    String factor = body.text("factor");
    if (!factor.isEmpty() && !factor.equals(PASSWORD) && !twoFactor.factors().isKnown(factor)) {
      body.note("factor", "not_one_of", "Must be password or the name of a second factor.");
    }
    Secret proof = body.secret("proof");
    body.check();
    UserPrincipal user = factor.equals(PASSWORD)
        ? logins.stepUp(exchange.user(), proof, exchange.client())
        : logins.stepUp(exchange.user(), new FactorProof(factor, proof), exchange.client());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("authenticatedAt", user.authenticatedAt());
    answer.put("validUntil", user.authenticatedAt().plus(recentLogin));
    return HttpResponse.json(200, answer);
  }

  private HttpResponse answer(LoginResult result, Delivery wanted, Exchange exchange) {
    return result.fold(
        in -> devices.mark(
            session("signed_in", in.user(), in.session(), in.tokens(), wanted),
            in.user(),
            exchange),
        in -> session("enrolment_required", in.user(), in.session(), in.tokens(), wanted),
        this::challenge,
        this::refused);
  }

  private HttpResponse session(
      String status, User user, SessionRecord session, Tokens tokens, Delivery wanted) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", status);
    body.put("user", Views.user(user));
    body.put("session", Views.session(session, session.id()));
    return delivery.deliver(body, tokens, wanted);
  }

  private HttpResponse challenge(LoginResult.SecondFactorRequired result) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "second_factor_required");
    body.put("challenge", result.challenge().reveal());
    body.put("factors", new TreeSet<>(result.factors()));
    body.put("expiresIn", Duration.between(clock.instant(), result.expiresAt()).toSeconds());
    return HttpResponse.json(200, body);
  }

  private HttpResponse refused(LoginResult.Refused result) {
    AuthException refusal = new AuthException(result.code(), result.code().title() + ".");
    if (result.code() == ErrorCode.LOGIN_DELAYED && result.until().isPresent()) {
      throw refusal.retryAfter(Duration.between(clock.instant(), result.until().get()));
    }
    throw result.until().map(end -> refusal.with("until", end.toString())).orElse(refusal);
  }

  /** An unnamed session gets the name of its browser. */
  private static String device(Members body) {
    return body.optionalText("deviceName").orElse("");
  }
}
