// The description of the API as a page: /api/docs loads this after swagger-ui.
/* global SwaggerUIBundle */

SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  // Nothing is fetched from or told to another site.
  validatorUrl: null,
})
