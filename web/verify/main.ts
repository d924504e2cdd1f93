import '../kit/kit.css';
import './verify.css';
import { createApp } from 'vue';
import { createTexts } from '../kit/i18n.js';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';
import VerifyApp from './VerifyApp.vue';

createApp(VerifyApp)
  .use(createTexts({ 'zh-CN': zh, en }))
  .mount('#app');
