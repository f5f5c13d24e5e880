package org.tidemark.offenders.models.explain;

/** Has a name that says nothing. */
final class StringUtils {}
