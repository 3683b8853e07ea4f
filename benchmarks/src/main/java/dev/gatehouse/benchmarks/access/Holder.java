package dev.gatehouse.benchmarks.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Somebody who holds 200 permissions of an application that has 300, and what is asked about them.
 *
 * @param declared every permission there is, none of them with a wildcard
 * @param held in no particular order, with a {@code *} as the action of some if there are wildcards
 * @param questions each about one declared permission
 */
record Holder(List<String> declared, List<String> held, List<String> questions) {
  private static final int RESOURCES = 60;
  private static final List<String> ACTIONS = List.of("create", "read", "update", "delete");
  private static final String NEVER_HELD = "export";
  private static final int HELD = 200;
  private static final int WILDCARDS = 10;
  private static final int QUESTIONS = 16;

  /** Returns the caller that everybody is measured with. */
  static Holder of(Holding holding) {
    List<String> wildcards = resources(RESOURCES - WILDCARDS, RESOURCES)
        .map(resource -> resource + ":*")
        .toList();
    boolean some = holding == Holding.WILDCARDS;
    List<String> held = new ArrayList<>(resources(0, RESOURCES - WILDCARDS)
        .flatMap(resource -> ACTIONS.stream().map(action -> resource + ':' + action))
        .limit(some ? HELD - WILDCARDS : HELD)
        .toList());
    if (some) {
      held.addAll(wildcards);
    }
    // A scan finds what it looks for in the middle, on average, whoever scans.
    Collections.shuffle(held, new Random(200));
    return new Holder(all(), held, questions(held));
  }

  /** Returns the same caller, asked about everything there is. */
  Holder askedAboutEverything() {
    return new Holder(declared, held, declared);
  }

  /** Tells what is right: the plainest reading of the permissions held. */
  boolean mayDo(String permission) {
    String anyAction = permission.substring(0, permission.indexOf(':')) + ":*";
    return held.contains(permission) || held.contains(anyAction);
  }

  /** Returns the permissions held, each wildcard replaced by what it stands for. */
  List<String> expanded() {
    return declared.stream().filter(this::mayDo).toList();
  }

  /** Half of them are granted, by wildcards if there are any and from all over the list, and half are not. */
  private static List<String> questions(List<String> held) {
    Stream<String> wildcards = held.stream().filter(one -> one.endsWith("*")).limit(2);
    Stream<String> fromAllOver =
        IntStream.range(0, QUESTIONS / 2).mapToObj(i -> held.get(HELD / (QUESTIONS / 2) * i + 12));
    List<String> granted =
        Stream.concat(wildcards, fromAllOver).limit(QUESTIONS / 2).toList();
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < granted.size(); i++) {
      questions.add(granted.get(i).replace("*", ACTIONS.get(i % ACTIONS.size())));
      questions.add("resource-" + i + ':' + NEVER_HELD);
    }
    return questions;
  }

  private static List<String> all() {
    return resources(0, RESOURCES)
        .flatMap(resource -> Stream.concat(ACTIONS.stream(), Stream.of(NEVER_HELD))
            .map(action -> resource + ':' + action))
        .toList();
  }

  private static Stream<String> resources(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> "resource-" + number);
  }
}
