/** What we call of the package, which comes without types. */
declare module 'swagger-ui-dist/swagger-ui-bundle.js' {
  const SwaggerUIBundle: (options: {
    readonly url: string;
    readonly dom_id: string;
    readonly plugins: readonly unknown[];
    readonly [option: string]: unknown;
  }) => void;
  export default SwaggerUIBundle;
}
