package org.tidemark.offenders.lakehouse;

/** Something that features without Spark must not see. */
public final class Lakehouse {}
