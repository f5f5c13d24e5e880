/** Which of two or more is better, and how sure that is: tests, effect sizes, safe peeking. */
package org.tidemark.models.compare;
