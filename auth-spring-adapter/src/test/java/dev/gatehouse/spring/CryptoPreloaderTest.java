package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.support.SpringFactoriesLoader;

final class CryptoPreloaderTest {
  @Test
  void isAskedByEveryApplication() {
    assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class))
        .hasAtLeastOneElementOfType(CryptoPreloader.class);
  }

  @Test
  void loadsBesideTheMainThreadAndEnds() throws InterruptedException {
    Thread thread = CryptoPreloader.start(2, false).orElseThrow();
    assertThat(thread.isDaemon()).isTrue();
    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void standsAsideWhereItGainsNothing() {
    assertThat(CryptoPreloader.start(1, false)).isEmpty();
    assertThat(CryptoPreloader.start(8, true)).isEmpty();
  }

  @Test
  void knowsTheClassesByTheirNames() {
    assertThat(CryptoPreloader.CLASSES)
        .allSatisfy(name -> assertThatCode(() -> Class.forName(name)).doesNotThrowAnyException());
  }
}
