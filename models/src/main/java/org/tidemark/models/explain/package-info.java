/** Which features a model leans on: permutation importance and gain. */
package org.tidemark.models.explain;
