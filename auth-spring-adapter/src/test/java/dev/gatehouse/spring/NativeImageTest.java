package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.http.Json;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.redis.Redis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;
import org.springframework.web.context.support.GenericWebApplicationContext;

/** What a native image is told to keep. No image is built here: that takes GraalVM. */
final class NativeImageTest {
  private final RuntimeHints hints = registered();

  /** A service of the application. */
  interface Books {
    @RequiresPermission("books:read")
    String read();
  }

  static class Shelf implements Books {
    @Override
    public String read() {
      return "";
    }
  }

  static class Unguarded {}

  private static RuntimeHints registered() {
    RuntimeHints hints = new RuntimeHints();
    AotServices.factories()
        .load(RuntimeHintsRegistrar.class)
        .forEach(one -> one.registerHints(hints, NativeImageTest.class.getClassLoader()));
    return hints;
  }

  @ParameterizedTest
  @ValueSource(classes = {Gatehouse.class, JdbcStorage.class, Redis.class})
  void everyFileThatOurJarsReadIsKept(Class<?> ofTheJar) {
    List<String> files = files(ofTheJar);
    assertThat(files).isNotEmpty();
    assertThat(files)
        .allSatisfy(file -> assertThat(hints)
            .as(file)
            .matches(RuntimeHintsPredicates.resource().forResource(file)));
  }

  @ParameterizedTest
  @ValueSource(classes = {Gatehouse.class, JdbcStorage.class, Redis.class})
  void eachJarSaysSoByItselfWhereThereIsNoSpring(Class<?> ofTheJar) throws IOException {
    List<Pattern> kept = patterns(ofTheJar);
    assertThat(files(ofTheJar))
        .allSatisfy(file ->
            assertThat(kept).as(file).anyMatch(pattern -> pattern.matcher(file).matches()));
  }

  @Test
  void theMembersOfOurAnnotationsAreKept() {
    assertThat(Annotated.OURS)
        .allSatisfy(type -> assertThat(hints).as(type.getName()).matches(methodsOf(type)));
  }

  @Test
  void theMethodsOfGuardedBeansAreKeptWithThoseOfTheirInterfaces() {
    assertThat(AotServices.factories().load(BeanRegistrationAotProcessor.class))
        .hasAtLeastOneElementOfType(GuardedBeanHints.class);
    DefaultGenerationContext generation = generation();
    BeanRegistrationAotContribution contribution = contribution(Shelf.class);
    assertThat(contribution).isNotNull();
    contribution.applyTo(generation, null);
    assertThat(List.of(Shelf.class, Books.class))
        .allSatisfy(type -> assertThat(generation.getRuntimeHints()).matches(methodsOf(type)));
    assertThat(contribution(Unguarded.class)).isNull();
  }

  @Test
  void anApplicationIsProcessedAheadOfTimeWithItsGuards() {
    DefaultGenerationContext generation = generation();
    try (GenericWebApplicationContext context = new GenericWebApplicationContext()) {
      new AnnotatedBeanDefinitionReader(context)
          .register(HostApp.Parts.class, Shelf.class, GatehouseAutoConfiguration.class);
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", Map.of("gatehouse.redis.uri", "redis://h")));
      ClassName made = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
      assertThat(made.simpleName()).isNotEmpty();
    }
    RuntimeHints found = generation.getRuntimeHints();
    assertThat(found).matches(methodsOf(Books.class));
    assertThat(found)
        .matches(RuntimeHintsPredicates.resource().forResource("dev/gatehouse/mail/layout.txt"));
  }

  private static Predicate<RuntimeHints> methodsOf(Class<?> type) {
    return RuntimeHintsPredicates.reflection()
        .onType(type)
        .withMemberCategory(MemberCategory.INVOKE_DECLARED_METHODS);
  }

  private static DefaultGenerationContext generation() {
    return new DefaultGenerationContext(
        new ClassNameGenerator(ClassName.get(NativeImageTest.class)), new InMemoryGeneratedFiles());
  }

  private static BeanRegistrationAotContribution contribution(Class<?> type) {
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    beans.registerBeanDefinition("bean", new RootBeanDefinition(type));
    return new GuardedBeanHints().processAheadOfTime(RegisteredBean.of(beans, "bean"));
  }

  /** Returns what is in the jar of a class and is neither a class nor about the jar. */
  private static List<String> files(Class<?> ofTheJar) {
    return inJar(ofTheJar, root -> {
      try (Stream<Path> all = Files.walk(root)) {
        return all.filter(Files::isRegularFile)
            .map(file -> root.relativize(file).toString().replace('\\', '/'))
            .filter(name -> !name.endsWith(".class") && !name.startsWith("META-INF/"))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static List<Pattern> patterns(Class<?> ofTheJar) {
    return inJar(ofTheJar, root -> {
      try (Stream<Path> all = Files.walk(root)) {
        Path file =
            all.filter(one -> one.endsWith("resource-config.json")).findFirst().orElseThrow();
        assertThat(file.toString()).contains("META-INF/native-image/dev.gatehouse/auth-");
        Map<?, ?> resources = (Map<?, ?>) Json.read(Files.readAllBytes(file)).get("resources");
        return ((List<?>) resources.get("includes"))
            .stream()
                .map(one -> Pattern.compile((String) ((Map<?, ?>) one).get("pattern")))
                .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static <T> T inJar(Class<?> type, java.util.function.Function<Path, T> look) {
    try {
      Path place =
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return look.apply(place);
      }
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        return look.apply(jar.getPath("/"));
      }
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
