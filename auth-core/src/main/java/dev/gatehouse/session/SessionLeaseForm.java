package dev.gatehouse.session;

import dev.gatehouse.cache.CopyForm;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** How sessions that nobody has ended travel between nodes; an end is asked of the store. */
final class SessionLeaseForm implements CopyForm<Optional<SessionLease>> {
  private static final int MOST_METHODS = 16;

  @Override
  public String name() {
    return "session/1";
  }

  @Override
  public boolean isShared(Optional<SessionLease> lease) {
    return lease.filter(live -> live.ended().isEmpty()).isPresent();
  }

  @Override
  public void write(Optional<SessionLease> value, DataOutput out) throws IOException {
    SessionLease lease = value.orElseThrow(() -> new IOException("nothing is not shared"));
    UserPrincipal principal = lease.principal();
    write(principal.userId().value(), out);
    write(principal.sessionId().value(), out);
    out.writeByte(principal.methods().size());
    for (String method : principal.methods()) {
      out.writeUTF(method);
    }
    write(principal.authenticatedAt(), out);
    out.writeBoolean(lease.inAccountsEpoch());
    out.writeLong(lease.accountEpoch());
    out.writeBoolean(lease.mayActFrom().isPresent());
    write(lease.mayActFrom().orElse(Instant.MAX), out);
    write(lease.lastSeenAt(), out);
    write(lease.idleExpiresAt(), out);
    write(lease.expiresAt(), out);
  }

  @Override
  public Optional<SessionLease> read(DataInput in) throws IOException {
    UserId user = new UserId(uuid(in));
    SessionId session = new SessionId(uuid(in));
    UserPrincipal principal = new UserPrincipal(user, session, methods(in), instant(in));
    boolean inAccountsEpoch = in.readBoolean();
    long accountEpoch = in.readLong();
    boolean mayAct = in.readBoolean();
    Instant from = instant(in);
    return Optional.of(new SessionLease(
        principal,
        inAccountsEpoch,
        accountEpoch,
        mayAct ? Optional.of(from) : Optional.empty(),
        instant(in),
        instant(in),
        instant(in),
        Optional.empty()));
  }

  private static Set<String> methods(DataInput in) throws IOException {
    int count = in.readUnsignedByte();
    if (count > MOST_METHODS) {
      throw new IOException("more methods than there are");
    }
    Set<String> methods = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      methods.add(in.readUTF());
    }
    return methods;
  }

  private static void write(UUID id, DataOutput out) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(DataInput in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  private static void write(Instant instant, DataOutput out) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Instant instant(DataInput in) throws IOException {
    try {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("no instant", e);
    }
  }
}
