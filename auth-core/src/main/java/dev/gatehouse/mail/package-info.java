/** Messages to people: templates, languages, and the {@code Mailer} that delivers them. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.mail;
