package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubjectTest {
  private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");

  @ParameterizedTest
  @EnumSource(Subject.Kind.class)
  void readsWhatItWrites(Subject.Kind kind) {
    Subject subject = new Subject(kind, ID);
    assertThat(Subject.parse(subject.toString())).contains(subject);
  }

  @ParameterizedTest
  @DisplayName("RBAC-04: a message that makes no sense names nobody:")
  @ValueSource(
      strings = {
        "",
        ":",
        "user",
        "user:",
        "user:x",
        "robot:",
        "robot:01900000-0000-7000-8000-000000000001"
      })
  void readsNothingElse(String text) {
    assertThat(Subject.parse(text)).isEmpty();
  }

  @Test
  @DisplayName("RBAC-05: subjects of different kinds are different, whatever their ids")
  void kindsAreKeptApart() {
    assertThat(new Subject(Subject.Kind.USER, ID))
        .isNotEqualTo(new Subject(Subject.Kind.SERVICE, ID))
        .isNotEqualTo(new Subject(Subject.Kind.API_KEY, ID))
        .isEqualTo(Subject.user(new UserId(ID)));
  }

  @Test
  @DisplayName(
      "RBAC-06: an actor who has proven nothing has no rights, nor has a component any of its own")
  void onlyPeopleActAsSubjects() {
    assertThat(Subject.of(Actor.anonymous())).isEmpty();
    assertThat(Subject.of(Actor.system("job"))).isEmpty();
    assertThat(Subject.of(Actor.user(new UserId(ID)))).contains(Subject.user(new UserId(ID)));
  }
}
