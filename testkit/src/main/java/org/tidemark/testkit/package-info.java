/** Generators, fixtures and prerequisites for tests; never on a runtime classpath. */
package org.tidemark.testkit;
