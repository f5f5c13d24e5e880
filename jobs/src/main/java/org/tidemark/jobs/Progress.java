package org.tidemark.jobs;

/** Where long work says how far it is; for people, never for programs. */
public interface Progress {
  /** One more step done. */
  void step(int done, int of, String what);

  /** Says nothing. */
  Progress SILENT = (done, of, what) -> {};
}
