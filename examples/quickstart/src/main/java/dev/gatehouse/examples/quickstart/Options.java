package dev.gatehouse.examples.quickstart;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What was asked for on the command line.
 *
 * @param port where the application listens; 0 for any that is free
 * @param postgresPort where PostgreSQL listens. It stays the same from start to start, so that a server which outlived a
 *     killed process is found again instead of standing in the way
 * @param data the folder that is kept between starts, if another one than usual
 * @param reset whether to forget everything first
 * @param redis whether to start a Redis and share limits, word of changes and copies over it
 */
record Options(int port, int postgresPort, Optional<Path> data, boolean reset, boolean redis) {
  static final String USAGE = """
      --port 8080      where the application listens
      --pg-port 15432  where its PostgreSQL listens
      --data <folder>  what is kept between starts
      --reset          forget everything first
      --redis          start a Redis, too, and use it""";

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException naming the argument that is wrong
   */
  static Options parse(String[] arguments) {
    Options options = new Options(8080, 15_432, Optional.empty(), false, false);
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      options = options.with(rest.pop(), rest);
    }
    return options;
  }

  private Options with(String name, Deque<String> rest) {
    try {
      return switch (name) {
        case "--port" -> new Options(number(rest), postgresPort, data, reset, redis);
        case "--pg-port" -> new Options(port, number(rest), data, reset, redis);
        case "--data" ->
          new Options(port, postgresPort, Optional.of(Path.of(rest.pop())), reset, redis);
        case "--reset" -> new Options(port, postgresPort, data, true, redis);
        case "--redis" -> new Options(port, postgresPort, data, reset, true);
        default -> throw new IllegalArgumentException("there is no argument " + name);
      };
    } catch (NumberFormatException | NoSuchElementException e) {
      throw new IllegalArgumentException(name + " needs a value", e);
    }
  }

  private static int number(Deque<String> rest) {
    int number = Integer.parseInt(rest.pop());
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException("a port lies between 0 and 65535, was " + number);
    }
    return number;
  }
}
