package org.tidemark.offenders.lakehouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

/** Lets bytes of others make objects. */
final class Deserialises {
  Object read(InputStream in) throws IOException, ClassNotFoundException {
    return new ObjectInputStream(in).readObject();
  }
}
