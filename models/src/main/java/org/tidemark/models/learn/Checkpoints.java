package org.tidemark.models.learn;

import java.io.Serializable;

/** Where fits leave what they have reached, so that one that is killed goes on from there. */
public sealed interface Checkpoints extends Serializable {
  /** Nowhere: a fit that is killed begins anew. */
  record None() implements Checkpoints {
    private static final long serialVersionUID = 1L;
  }

  /**
   * In files of a folder, one a fit while it runs, named by what is fitted (rows, settings and
   * seed) and by what fits it (versions of the program and of PyTorch). The same fit finds its file
   * and no other does.
   *
   * @param folder a path that every executor sees, as a fit may be tried again on another one
   * @param code version of the program; a checkpoint that another wrote is not found
   */
  record Folder(String folder, String code) implements Checkpoints {
    private static final long serialVersionUID = 1L;

    public Folder {
      if (folder.isBlank()) {
        throw new IllegalArgumentException("the folder of checkpoints has no name");
      }
    }
  }

  /** None for an empty text, else the folder of that path, for this version of the program. */
  static Checkpoints parse(String text, String code) {
    return text.isBlank() ? new None() : new Folder(text, code);
  }
}
