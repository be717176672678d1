/** The build puts the package's own file beside ours: browsers find it without a bundler. */
import createClient from 'openapi-fetch';

export default createClient;
