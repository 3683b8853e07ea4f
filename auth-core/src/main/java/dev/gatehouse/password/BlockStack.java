package dev.gatehouse.password;

import java.util.ArrayDeque;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * The Argon2 memory of one hash at a time, kept for the next: a block is wiped when it comes back, so that nothing
 * of a password outlives its hash. Blocks beyond the capacity are wiped and dropped. For one thread at a time.
 */
final class BlockStack implements BlockPool {
  // Bouncy Castle takes four blocks of scratch besides the memory itself.
  private static final int SCRATCH_BLOCKS = 4;

  private final ArrayDeque<Block> kept;
  private final int capacity;

  BlockStack(int memoryKib) {
    this.capacity = memoryKib + SCRATCH_BLOCKS;
    this.kept = new ArrayDeque<>(capacity);
  }

  @Override
  public Block allocate() {
    Block block = kept.pollLast();
    return block == null ? new Block() : block;
  }

  @Override
  public void deallocate(Block block) {
    block.clear();
    if (kept.size() < capacity) {
      kept.addLast(block);
    }
  }

  int size() {
    return kept.size();
  }
}
