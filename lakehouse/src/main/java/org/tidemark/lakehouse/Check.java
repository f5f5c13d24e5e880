package org.tidemark.lakehouse;

import java.io.Serializable;

/**
 * A condition that every row meets; a write that breaks it fails as a whole.
 *
 * @param name lower snake case
 * @param sql a boolean expression over the table's columns
 */
public record Check(String name, String sql) implements Serializable {}
