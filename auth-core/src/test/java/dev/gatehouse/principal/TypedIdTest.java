package dev.gatehouse.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TypedIdTest {

  @ParameterizedTest
  @CsvSource({
    // From the examples of the TypeID specification 0.3.
    "00000000-0000-0000-0000-000000000000, 00000000000000000000000000",
    "00000000-0000-0000-0000-000000000001, 00000000000000000000000001",
    "00000000-0000-0000-0000-00000000000a, 0000000000000000000000000a",
    "00000000-0000-0000-0000-000000000010, 0000000000000000000000000g",
    "00000000-0000-0000-0000-000000000020, 00000000000000000000000010",
    "ffffffff-ffff-ffff-ffff-ffffffffffff, 7zzzzzzzzzzzzzzzzzzzzzzzzz",
    "01890a5d-ac96-774b-bcce-b302099a8057, 01h455vb4pex5vsknk084sn02q"
  })
  void isWrittenAndReadAsTheSpecificationSays(UUID value, String suffix) {
    assertThat(new UserId(value)).hasToString("usr_" + suffix);
    assertThat(UserId.parse("usr_" + suffix)).isEqualTo(new UserId(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "usr_",
        "usr_8zzzzzzzzzzzzzzzzzzzzzzzzz",
        "ses_01h455vb4pex5vsknk084sn02q",
        "usr_01H455VB4PEX5VSKNK084SN02Q",
        "usr_01h455vb4pex5vsknk084sn02",
        "usr_01h455vb4pex5vsknk084sn02qq",
        "usr_01h455vb4pex5vsknk084sn02u",
        "usr-01h455vb4pex5vsknk084sn02q",
        "usr_01h455vb4pex5vsknk084sn02\u00e9"
      })
  void readsNothingElse(String text) {
    assertThatThrownBy(() -> UserId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
