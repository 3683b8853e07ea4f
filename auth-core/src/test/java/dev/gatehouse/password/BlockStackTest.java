package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.junit.jupiter.api.Test;

final class BlockStackTest {
  private final BlockStack stack = new BlockStack(8);

  @Test
  void wipesABlockWhenItComesBack() throws Exception {
    Block block = stack.allocate();
    Arrays.fill(words(block), 42L);

    stack.deallocate(block);

    assertThat(words(block)).containsOnly(0L);
  }

  @Test
  void handsOutTheBlockThatCameBack() {
    Block block = stack.allocate();
    stack.deallocate(block);

    assertThat(stack.allocate()).isSameAs(block);
    assertThat(stack.allocate()).isNotSameAs(block);
  }

  @Test
  void wipesAndDropsWhatIsBeyondTheMemoryOfOneHash() throws Exception {
    Block surplus = new Block();
    for (int i = 0; i < 8 + 4; i++) {
      stack.deallocate(new Block());
    }
    Arrays.fill(words(surplus), 42L);

    stack.deallocate(surplus);

    assertThat(stack.size()).isEqualTo(12);
    assertThat(words(surplus)).containsOnly(0L);
  }

  @Test
  void holdsEveryBlockOfAFinishedHashWipedAndNothingMore() throws Exception {
    Argon2.parse("$argon2id$v=19$m=8,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg")
        .orElseThrow()
        .digest(new byte[] {1, 2, 3}, stack);

    assertThat(stack.size()).isEqualTo(12);
    for (int i = 0; i < 12; i++) {
      assertThat(words(stack.allocate())).containsOnly(0L);
    }
    assertThat(stack.size()).isZero();
  }

  private static long[] words(Block block) throws ReflectiveOperationException {
    Field field = Arrays.stream(Block.class.getDeclaredFields())
        .filter(candidate -> candidate.getType() == long[].class)
        .findFirst()
        .orElseThrow();
    field.setAccessible(true);
    return (long[]) field.get(block);
  }
}
