/** Order-book features of quotes and books, O01 to O10. */
package org.tidemark.features.book;
