package dev.gatehouse.cache;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Texts that travel as they are; an empty one stays at home. */
record TextForm(String name) implements CopyForm<String> {
  @Override
  public boolean isShared(String value) {
    return !value.isEmpty();
  }

  @Override
  public void write(String value, DataOutput out) throws IOException {
    out.writeUTF(value);
  }

  @Override
  public String read(DataInput in) throws IOException {
    return in.readUTF();
  }
}
