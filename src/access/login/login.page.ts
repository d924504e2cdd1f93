type Language = 'zh-CN' | 'en';

const texts = {
  'zh-CN': {
    title: '登录电子证照',
    lead: '登录后可查看和出示您的电子证照。',
    login: '用户名',
    password: '密码',
    submit: '登录',
    failed: '用户名或密码不正确。连续十次失败后，请等待十五分钟再试。',
    expired: '登录已过期，请重新开始。',
    refused: '登录请求未被接受。',
    again: '返回',
  },
  en: {
    title: 'Sign in to your licences',
    lead: 'Sign in to see and show your electronic licences.',
    login: 'Login',
    password: 'Password',
    submit: 'Sign in',
    failed: 'Login or password is wrong. After ten failures, wait fifteen minutes and try again.',
    expired: 'This sign-in has expired. Please start again.',
    refused: 'The sign-in request was not accepted.',
    again: 'Back',
  },
} as const;

/** The language that an Accept-Language header (RFC 9110) prefers among ours; Chinese when it names none. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().toLowerCase().split(';q=');
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ tag, quality }) => /^(zh|en)\b/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  return wanted?.tag.startsWith('en') ? 'en' : 'zh-CN';
}

const page = (language: Language, body: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts[language].title}</title>
<link rel="stylesheet" href="/login.css">
</head>
<body>
<main>
<h1>${texts[language].title}</h1>
${body}
</main>
</body>
</html>
`;

/** The form, which works without script. `uid` has passed the pattern of an interaction's id. */
export function loginPage(acceptLanguage: string | undefined, uid: string, failed: boolean): string {
  const language = languageOf(acceptLanguage);
  const text = texts[language];
  return page(
    language,
    `${failed ? `<p role="alert">${text.failed}</p>` : `<p>${text.lead}</p>`}
<form method="post" action="/login/${uid}">
<label for="login">${text.login}</label>
<input id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required autofocus>
<label for="password">${text.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>
<button type="submit">${text.submit}</button>
</form>`,
  );
}

/** What is shown when there is nothing to sign in to, or a request was refused with one of OAuth's error codes. */
export function errorPage(acceptLanguage: string | undefined, code: string): string {
  const language = languageOf(acceptLanguage);
  const text = texts[language];
  const reason = code === 'expired' ? text.expired : `${text.refused} <code>${code.replace(/[^a-z_]/g, '')}</code>`;
  return page(language, `<p role="alert">${reason}</p>\n<p><a href="/citizen">${text.again}</a></p>`);
}

export const loginStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { width: min(22rem, calc(100vw - 3rem)); padding: 2rem 0; }
h1 { font-size: 1.375rem; margin: 0 0 .5rem; }
form { display: grid; gap: .375rem; margin-top: 1.5rem; }
input, button { font: inherit; padding: .625rem .75rem; border-radius: .375rem; border: 1px solid #767676; }
input { margin-bottom: .75rem; }
button { min-height: 2.75rem; border-color: transparent; background: #0b57a4; color: #fff; cursor: pointer; }
:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px; }
[role=alert] { border-left: .25rem solid #b3261e; padding-left: .75rem; }
`;
