package org.tidemark.offenders.features;

import org.apache.hadoop.fs.Path;

/** Knows a file system. */
final class UsesHadoop {
  Path path;
}
