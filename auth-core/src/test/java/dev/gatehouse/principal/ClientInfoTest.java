package dev.gatehouse.principal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ClientInfoTest {

  @Test
  @DisplayName(
      "LOG-01 no character that could forge or hide a line survives, and every other one does")
  void replacesWhatIsNotVisible() {
    List<Integer> wrong = new ArrayList<>();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String text = "a" + Character.toString(point) + "b";
      String kept = new ClientInfo("", text, "").userAgent();
      boolean hostile = switch (Character.getType(point)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR -> true;
        default -> false;
      };
      if (!kept.equals(hostile ? "a?b" : text)) {
        wrong.add(point);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void cutsWhatIsTooLong() {
    ClientInfo client = new ClientInfo("1".repeat(65), "u".repeat(513), "r".repeat(129));
    assertThat(client.address()).hasSize(64);
    assertThat(client.userAgent()).hasSize(512);
    assertThat(client.requestId()).hasSize(128);
  }
}
