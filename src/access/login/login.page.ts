import { type PageLanguage, plainPage } from '../../platform/index.js';

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

/** The form, which works without script. `uid` has passed the pattern of an interaction's id. */
export function loginPage(language: PageLanguage, uid: string, failed: boolean): string {
  const text = texts[language];
  return plainPage(
    language,
    text.title,
    '/citizen',
    `<form class="card plain-form" method="post" action="/login/${uid}">
<h1>${text.title}</h1>
${failed ? `<p role="alert" class="notice caution">${text.failed}</p>` : `<p>${text.lead}</p>`}
<p class="field">
<label for="login">${text.login}</label>
<input class="input" id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required autofocus>
</p>
<p class="field">
<label for="password">${text.password}</label>
<input class="input" id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>
</p>
<button class="button main" type="submit">${text.submit}</button>
</form>`,
  );
}

/** What is shown when there is nothing to sign in to, or a request was refused with one of OAuth's error codes. */
export function errorPage(language: PageLanguage, code: string): string {
  const text = texts[language];
  const reason = code === 'expired' ? text.expired : `${text.refused} <code>${code.replace(/[^a-z_]/g, '')}</code>`;
  return plainPage(
    language,
    text.title,
    '/citizen',
    `<div class="card plain-form">
<h1>${text.title}</h1>
<p role="alert" class="notice caution">${reason}</p>
<a class="button main" href="/citizen">${text.again}</a>
</div>`,
  );
}
