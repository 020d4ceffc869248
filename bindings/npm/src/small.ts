// Documents that say too little to have a schema: wrongtree.h says what is in them.

/** A storyboard. */
export interface BoardDocument {
    /** Version of the library. */
    wrongtree: string;
    file: string;
    /** The page. */
    html: string;
}

/** What was exported; the file itself is the answer's `bytes`. */
export interface ExportedDocument {
    /** Version of the library. */
    wrongtree: string;
    format: string;
    /** The length of the file. */
    bytes: number;
    /** Alternatives that were left out. */
    left_out: number;
}
