package dev.gatehouse.rbac;

import dev.gatehouse.cache.CopyForm;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the roles of a subject travel between nodes: names and ends, not who gave them and why. */
final class HeldRolesForm implements CopyForm<HeldRoles> {
  /** Whoever has more is asked of the store. */
  private static final int MOST = 255;

  @Override
  public String name() {
    return "roles/1";
  }

  @Override
  public boolean isShared(HeldRoles held) {
    return held.roles().size() <= MOST;
  }

  @Override
  public void write(HeldRoles held, DataOutput out) throws IOException {
    out.writeByte(held.roles().size());
    for (HeldRole role : held.roles()) {
      out.writeUTF(role.role());
      out.writeBoolean(role.expiresAt().isPresent());
      Instant end = role.expiresAt().orElse(Instant.MAX);
      out.writeLong(end.getEpochSecond());
      out.writeInt(end.getNano());
    }
  }

  @Override
  public HeldRoles read(DataInput in) throws IOException {
    int count = in.readUnsignedByte();
    List<HeldRole> roles = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String role = in.readUTF();
      boolean ends = in.readBoolean();
      Instant end = end(in);
      roles.add(new HeldRole(role, ends ? Optional.of(end) : Optional.empty()));
    }
    return new HeldRoles(roles);
  }

  private static Instant end(DataInput in) throws IOException {
    try {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("no instant", e);
    }
  }
}
